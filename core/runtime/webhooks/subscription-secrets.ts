import { randomUUID } from 'node:crypto';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parseJson } from '../../domain/json.ts';
import { type SigningKeys, SigningKeysSchema } from '../../webhooks/signing-keys.ts';
import { subscriptionSecretName } from '../secret-names.ts';

interface SecretOwner {
  readonly org_id: string;
  readonly id: string;
}

/** What the secret of a subscription is asked: one version of it never changes, and the table names the one that signs. */
export interface SubscriptionSecrets {
  /** The keys of a version, remembered; undefined when there is no such secret. */
  read(owner: SecretOwner, version: string): Promise<SigningKeys | undefined>;
  /** Creates the secret and returns its version. */
  create(owner: SecretOwner, keys: SigningKeys): Promise<string>;
  /** Adds a version and returns it; nothing signs with it until the table names it. */
  put(owner: SecretOwner, keys: SigningKeys): Promise<string>;
  /** Deletes the secret; an absent one is deleted already. */
  delete(owner: SecretOwner): Promise<void>;
}

const MAX_REMEMBERED = 1000;

/** Subscriptions' keys in Secrets Manager, one secret each. Its client is loaded with the first call. */
export function createSubscriptionSecrets(
  prefix: string,
  client?: Pick<SecretsManagerClient, 'send'>,
): SubscriptionSecrets {
  const nameOf = ({ org_id, id }: SecretOwner) => subscriptionSecretName(prefix, org_id, id);
  const remembered = new Map<string, SigningKeys>();
  let opened: ReturnType<typeof loadSdk> | undefined;
  const open = () => (opened ??= loadSdk(client));
  return {
    async read(owner, version) {
      const known = remembered.get(version);
      if (known) return known;
      const sdk = await open();
      const command = new sdk.GetSecretValueCommand({ SecretId: nameOf(owner), VersionId: version });
      const found = await sdk.client.send(command).catch((error: unknown) => {
        if (!(error instanceof sdk.ResourceNotFoundException)) throw error;
      });
      if (!found) return undefined;
      const keys = SigningKeysSchema.parse(parseJson(found.SecretString ?? ''));
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(version, keys);
      return keys;
    },
    async create(owner, keys) {
      const sdk = await open();
      const version = randomUUID();
      const value = { SecretString: JSON.stringify(keys), ClientRequestToken: version };
      await sdk.client.send(new sdk.CreateSecretCommand({ Name: nameOf(owner), ...value }));
      return version;
    },
    async put(owner, keys) {
      const sdk = await open();
      const version = randomUUID();
      const value = { SecretString: JSON.stringify(keys), ClientRequestToken: version };
      await sdk.client.send(new sdk.PutSecretValueCommand({ SecretId: nameOf(owner), ...value }));
      return version;
    },
    async delete(owner) {
      const sdk = await open();
      // Nobody can restore a subscription: its id is not used again.
      const command = new sdk.DeleteSecretCommand({ SecretId: nameOf(owner), ForceDeleteWithoutRecovery: true });
      await sdk.client.send(command);
    },
  };
}

async function loadSdk(given: Pick<SecretsManagerClient, 'send'> | undefined) {
  const {
    CreateSecretCommand,
    DeleteSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    ResourceNotFoundException,
    SecretsManagerClient: Client,
  } = await import('@aws-sdk/client-secrets-manager');
  return {
    client: given ?? new Client({}),
    CreateSecretCommand,
    DeleteSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    ResourceNotFoundException,
  };
}
