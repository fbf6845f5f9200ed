import { createHash } from 'node:crypto';
import type { State } from '../../collections.ts';
import { FifoLock } from '../lock.ts';
import { type AwsCall, AwsError, type AwsService, type Clock, notSupported } from '../service.ts';
import {
  readCreateSecret,
  readDeleteSecret,
  readDescribeSecret,
  readGetSecretValue,
  readPutSecretValue,
} from './inputs.ts';
import { findVersion, labelsOf, repeatedVersion, type Version, type Versions, withVersion } from './versions.ts';

interface Secret {
  readonly name: string;
  readonly arn: string;
  /** Empty until the first value. */
  readonly versions: Versions;
}

export interface SecretsManagerOptions {
  readonly state: State;
  readonly region: string;
  readonly accountId: string;
  readonly clock?: Clock;
}

/** AWS appends six random characters to the name; here they are a hash of it, so that the ARN survives a fresh start. */
export function secretArn(name: string, region: string, accountId: string): string {
  const hash = createHash('sha256').update(name).digest('base64').replace(/[+/=]/g, '');
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${hash.slice(0, 6)}`;
}

/** String secrets with their versions, created by calls: the template has none. */
export async function createSecretsManager(options: SecretsManagerOptions): Promise<AwsService> {
  const { region, accountId, clock = Date.now } = options;
  const collection = options.state.sublevel<Secret>('secretsmanager');
  const secrets = new Map<string, Secret>();
  /** A write builds on the versions that it has read. */
  const writes = new FifoLock();
  for await (const [name, secret] of collection.entries()) secrets.set(name, secret);

  async function save(name: string, versions: Versions): Promise<Secret> {
    const secret = { name, arn: secretArn(name, region, accountId), versions };
    await collection.put(name, secret);
    secrets.set(name, secret);
    return secret;
  }

  /** By name, by ARN, or by ARN without the six characters. */
  function findSecret(id: string): Secret | undefined {
    return secrets.get(id) ?? [...secrets.values()].find(({ arn }) => arn === id || arn.slice(0, -7) === id);
  }

  function secretOf(id: string): Secret {
    const secret = findSecret(id);
    if (secret !== undefined) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  function getSecretValue(input: unknown): Record<string, unknown> {
    const { SecretId, VersionId, VersionStage } = readGetSecretValue(input);
    const { name, arn, versions } = secretOf(SecretId);
    const version = findVersion(versions, VersionId, VersionStage);
    return {
      ARN: arn,
      Name: name,
      VersionId: version.id,
      SecretString: version.value,
      VersionStages: labelsOf(versions, version),
      CreatedDate: version.createdAt / 1000,
    };
  }

  async function putSecretValue(input: unknown): Promise<Record<string, unknown>> {
    const { SecretId, SecretString, ClientRequestToken } = readPutSecretValue(input);
    const { name, arn, versions } = secretOf(SecretId);
    const added: Version = { id: ClientRequestToken, value: SecretString, createdAt: clock() };
    const repeated = repeatedVersion(versions, added);
    const saved = repeated ? versions : (await save(name, withVersion(versions, added))).versions;
    return { ARN: arn, Name: name, VersionId: added.id, VersionStages: labelsOf(saved, repeated ?? added) };
  }

  async function createSecret(input: unknown): Promise<Record<string, unknown>> {
    const { Name, SecretString, ClientRequestToken } = readCreateSecret(input);
    if (secrets.has(Name)) {
      const exists = `The operation failed because the secret ${Name} already exists.`;
      throw new AwsError('ResourceExistsException', exists);
    }
    const version =
      SecretString === undefined ? [] : [{ id: ClientRequestToken, value: SecretString, createdAt: clock() }];
    const { arn, versions } = await save(Name, version);
    return { ARN: arn, Name, VersionId: versions.at(-1)?.id };
  }

  /** A version without a label is not listed. */
  function describeSecret(input: unknown): Record<string, unknown> {
    const { name, arn, versions } = secretOf(readDescribeSecret(input).SecretId);
    const labelled = versions.map((version) => [version.id, labelsOf(versions, version)] as const);
    const changed = versions.at(-1)?.createdAt;
    return {
      ARN: arn,
      Name: name,
      ...(changed !== undefined && { LastChangedDate: changed / 1000 }),
      VersionIdsToStages: Object.fromEntries(labelled.filter(([, labels]) => labels.length > 0)),
    };
  }

  /** "If you forcibly delete an already deleted or nonexistent secret, the operation does not return ResourceNotFoundException." */
  async function deleteSecret(input: unknown): Promise<Record<string, unknown>> {
    const { SecretId } = readDeleteSecret(input);
    const { name, arn } = findSecret(SecretId) ?? { name: SecretId, arn: secretArn(SecretId, region, accountId) };
    await collection.del(name);
    secrets.delete(name);
    return { ARN: arn, Name: name, DeletionDate: clock() / 1000 };
  }

  async function run({ action, input }: AwsCall): Promise<Record<string, unknown>> {
    switch (action) {
      case 'GetSecretValue':
        return getSecretValue(input);
      case 'PutSecretValue':
        return writes.run(() => putSecretValue(input));
      case 'DescribeSecret':
        return describeSecret(input);
      case 'DeleteSecret':
        return writes.run(() => deleteSecret(input));
      case 'CreateSecret':
        return writes.run(() => createSecret(input));
      default:
        throw notSupported(action, 'Secrets Manager');
    }
  }

  return {
    name: 'secretsmanager',
    permissions: ({ action, input }) => {
      const id = String(input.SecretId ?? input.Name ?? '*');
      const unknown = id.startsWith('arn:') || id === '*' ? id : secretArn(id, region, accountId);
      return [{ action: `secretsmanager:${action}`, resource: findSecret(id)?.arn ?? unknown }];
    },
    handle: async (call) => ({ output: await run(call) }),
    close: async () => {},
  };
}
