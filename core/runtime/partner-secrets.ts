import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { HubError } from '../domain/errors.ts';
import { unixSeconds } from '../domain/time.ts';
import { logger } from './logger.ts';
import { partnerSecretName } from './secret-names.ts';

/** What an administrator may know of an integration's credentials. `updated_at` is in Unix seconds. */
export interface CredentialsView {
  readonly configured: boolean;
  readonly updated_at: number | null;
}

/** The secrets of organizations' integrations, as administrators manage them. */
export interface PartnerSecrets {
  describe(orgId: string, partner: string): Promise<CredentialsView>;
  /** The value as it is now; undefined without one. */
  read(orgId: string, partner: string): Promise<string | undefined>;
  save(orgId: string, partner: string, value: string): Promise<void>;
  /** Deletes the secret at once and for good. One that does not exist is deleted. */
  delete(orgId: string, partner: string): Promise<void>;
}

export function createPartnerSecrets(client: SecretsManagerClient, prefix: string): PartnerSecrets {
  const nameOf = (orgId: string, partner: string) => partnerSecretName(prefix, orgId, partner);
  return {
    async describe(orgId, partner) {
      const command = new DescribeSecretCommand({ SecretId: nameOf(orgId, partner) });
      const found = await ifExists(() => client.send(command));
      const configured = Object.keys(found?.VersionIdsToStages ?? {}).length > 0 && found?.DeletedDate === undefined;
      const changed = configured ? found?.LastChangedDate : undefined;
      return { configured, updated_at: changed ? unixSeconds(changed.getTime()) : null };
    },
    async read(orgId, partner) {
      const command = new GetSecretValueCommand({ SecretId: nameOf(orgId, partner) });
      return (await ifExists(() => client.send(command)))?.SecretString;
    },
    async save(orgId, partner, SecretString) {
      const name = nameOf(orgId, partner);
      const put = new PutSecretValueCommand({ SecretId: name, SecretString });
      if (await ifExists(() => client.send(put))) return;
      const create = new CreateSecretCommand({ Name: name, SecretString });
      await withoutDetails(() => client.send(create));
    },
    async delete(orgId, partner) {
      // With a recovery window, the name could not be used again for a week.
      const command = new DeleteSecretCommand({ SecretId: nameOf(orgId, partner), ForceDeleteWithoutRecovery: true });
      await ifExists(() => client.send(command));
    },
  };
}

async function ifExists<Output>(call: () => Promise<Output>): Promise<Output | undefined> {
  return withoutDetails(() =>
    call().catch((error: unknown) => {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }),
  );
}

/** Secrets Manager's messages may quote what they reject, and that is a secret: only the error's name goes on. */
async function withoutDetails<Output>(call: () => Promise<Output>): Promise<Output> {
  try {
    return await call();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    logger.error('Secret not accessible', { error_name: name });
    const message = `The secret of the integration is not accessible at the moment (${name}): repeat the call in a minute.`;
    throw new HubError('hub.unavailable', message);
  }
}
