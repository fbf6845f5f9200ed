import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { State } from '../../collections.ts';
import { parseInput } from '../parse-input.ts';
import { type AwsCall, AwsError, type AwsService, type Clock, notSupported } from '../service.ts';

interface Secret {
  readonly name: string;
  readonly arn: string;
  /** The version with the staging label AWSCURRENT, the only one that is kept. */
  readonly current?: { readonly id: string; readonly value: string; readonly createdAt: number } | undefined;
}

export interface SecretsManagerOptions {
  readonly state: State;
  readonly region: string;
  readonly accountId: string;
  readonly clock?: Clock;
}

const GetSecretValueInput = z.strictObject({ SecretId: z.string(), VersionStage: z.literal('AWSCURRENT').optional() });
const PutSecretValueInput = z.strictObject({
  SecretId: z.string(),
  SecretString: z.string(),
  ClientRequestToken: z.string().default(() => randomUUID()),
});
const CreateSecretInput = z.strictObject({
  Name: z.string().min(1),
  SecretString: z.string().optional(),
  ClientRequestToken: z.string().default(() => randomUUID()),
});

function read<T>(schema: z.ZodType<T>, input: unknown): T {
  return parseInput(schema, input, 'InvalidParameterException');
}

/** AWS appends six random characters to the name; here they are a hash of it, so that the ARN survives a fresh start. */
export function secretArn(name: string, region: string, accountId: string): string {
  const hash = createHash('sha256').update(name).digest('base64').replace(/[+/=]/g, '');
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${hash.slice(0, 6)}`;
}

/** String secrets with their current version, created by calls: the template has none. */
export async function createSecretsManager(options: SecretsManagerOptions): Promise<AwsService> {
  const { region, accountId, clock = Date.now } = options;
  const collection = options.state.sublevel<Secret>('secretsmanager');
  const secrets = new Map<string, Secret>();
  for await (const [name, secret] of collection.entries()) secrets.set(name, secret);

  async function save(name: string, value: string | undefined, id: string): Promise<Secret> {
    const current = value === undefined ? undefined : { id, value, createdAt: clock() };
    const secret = { name, arn: secretArn(name, region, accountId), current };
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
    const { SecretId } = read(GetSecretValueInput, input);
    const { name, arn, current } = secretOf(SecretId);
    if (current === undefined) {
      const missing = "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";
      throw new AwsError('ResourceNotFoundException', missing);
    }
    return {
      ARN: arn,
      Name: name,
      VersionId: current.id,
      SecretString: current.value,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: current.createdAt / 1000,
    };
  }

  async function putSecretValue(input: unknown): Promise<Record<string, unknown>> {
    const { SecretId, SecretString, ClientRequestToken } = read(PutSecretValueInput, input);
    const { name, arn, current } = secretOf(SecretId);
    // A repeated token is a retry.
    if (current?.id !== ClientRequestToken) await save(name, SecretString, ClientRequestToken);
    else if (current.value !== SecretString) {
      const used = 'You provided a ClientRequestToken that was used for another value.';
      throw new AwsError('ResourceExistsException', used);
    }
    return { ARN: arn, Name: name, VersionId: ClientRequestToken, VersionStages: ['AWSCURRENT'] };
  }

  async function createSecret(input: unknown): Promise<Record<string, unknown>> {
    const { Name, SecretString, ClientRequestToken } = read(CreateSecretInput, input);
    if (secrets.has(Name)) {
      const exists = `The operation failed because the secret ${Name} already exists.`;
      throw new AwsError('ResourceExistsException', exists);
    }
    const { arn, current } = await save(Name, SecretString, ClientRequestToken);
    return { ARN: arn, Name, VersionId: current?.id };
  }

  async function run({ action, input }: AwsCall): Promise<Record<string, unknown>> {
    switch (action) {
      case 'GetSecretValue':
        return getSecretValue(input);
      case 'PutSecretValue':
        return putSecretValue(input);
      case 'CreateSecret':
        return createSecret(input);
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
