import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { State } from '../../collections.ts';
import { parseInput } from '../parse-input.ts';
import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type Clock } from '../service.ts';
import { type GenerateSecret, generateSecret } from './generate.ts';

export interface SecretDefinition {
  readonly name: string;
  /** {@link secretArn} of the name when absent. */
  readonly arn?: string;
  readonly generate?: GenerateSecret;
  readonly secretString?: string;
}

interface Version {
  readonly id: string;
  readonly value: string;
  readonly createdAt: number;
}

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly current?: Version;
  readonly previous?: Version;
}

export interface SecretsManagerOptions {
  readonly state: State;
  readonly secrets: readonly SecretDefinition[];
  readonly region: string;
  readonly accountId: string;
  readonly clock?: Clock;
}

const ByIdInput = z.object({
  SecretId: z.string(),
  VersionStage: z.enum(['AWSCURRENT', 'AWSPREVIOUS']).default('AWSCURRENT'),
  VersionId: z.string().optional(),
});
const PutInput = z.object({
  SecretId: z.string(),
  SecretString: z.string(),
  ClientRequestToken: z.string().default(() => randomUUID()),
});
const CreateInput = z.object({
  Name: z.string().min(1),
  SecretString: z.string().optional(),
  ClientRequestToken: z.string().default(() => randomUUID()),
});

/** The ARN of a secret, with the six characters that AWS adds to a name; here they depend on the name alone. */
export function secretArn(name: string, region: string, accountId: string): string {
  const hash = createHash('sha256').update(name).digest('base64').replace(/[+/=]/g, '');
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${hash.slice(0, 6)}`;
}

/** Secrets Manager with string secrets. A value from the template is set once; later only PutSecretValue changes it. */
export async function createSecretsManager(options: SecretsManagerOptions): Promise<AwsService> {
  const { region, accountId, clock = Date.now } = options;
  const collection = options.state.sublevel<Secret>('secretsmanager');
  const secrets = new Map<string, Secret>();
  for await (const [name, secret] of collection.entries()) secrets.set(name, secret);

  async function save(secret: Secret): Promise<void> {
    await collection.put(secret.name, secret);
    secrets.set(secret.name, secret);
  }
  const emptySecret = (name: string, arn = secretArn(name, region, accountId)): Secret => ({
    name,
    arn,
    createdAt: clock(),
  });
  const newVersion = (id: string, value: string): Version => ({ id, value, createdAt: clock() });

  for (const { name, arn, generate, secretString } of options.secrets) {
    if (secrets.has(name)) continue;
    const value = secretString ?? (generate && generateSecret(generate));
    const secret = emptySecret(name, arn);
    await save(value === undefined ? secret : { ...secret, current: newVersion(randomUUID(), value) });
  }

  /** By name, by ARN, or by ARN without the six characters. */
  const find = (id: string): Secret | undefined =>
    secrets.get(id) ?? [...secrets.values()].find(({ arn }) => arn === id || arn.slice(0, -7) === id);
  function secretOf(id: string): Secret {
    const secret = find(id);
    if (secret !== undefined) return secret;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }

  const actions: Readonly<Record<string, (input: unknown) => AwsAnswer | Promise<AwsAnswer>>> = {
    GetSecretValue: (input) => {
      const { SecretId, VersionStage, VersionId } = parseInput(ByIdInput, input, 'InvalidParameterException');
      const { name, arn, current, previous } = secretOf(SecretId);
      const staged = VersionStage === 'AWSCURRENT' ? current : previous;
      const version = VersionId === undefined ? staged : [current, previous].find((one) => one?.id === VersionId);
      if (version === undefined) {
        const which = VersionId === undefined ? `staging label: ${VersionStage}` : `VersionId: ${VersionId}`;
        const missing = `Secrets Manager can't find the specified secret value for ${which}`;
        throw new AwsError('ResourceNotFoundException', missing);
      }
      const stages = version === current ? ['AWSCURRENT'] : ['AWSPREVIOUS'];
      const seconds = version.createdAt / 1000;
      return {
        output: {
          ARN: arn,
          Name: name,
          VersionId: version.id,
          SecretString: version.value,
          VersionStages: stages,
          CreatedDate: seconds,
        },
      };
    },
    PutSecretValue: async (input) => {
      const put = parseInput(PutInput, input, 'InvalidParameterException');
      const { current, ...secret } = secretOf(put.SecretId);
      const version = newVersion(put.ClientRequestToken, put.SecretString);
      // The same token again is a retry, not a new version.
      if (current?.id !== version.id) {
        await save({ ...secret, current: version, ...(current === undefined ? {} : { previous: current }) });
      } else if (current.value !== version.value) {
        const used = 'You provided a ClientRequestToken that was used for another value.';
        throw new AwsError('ResourceExistsException', used);
      }
      return { output: { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: ['AWSCURRENT'] } };
    },
    CreateSecret: async (input) => {
      const { Name, SecretString, ClientRequestToken } = parseInput(CreateInput, input, 'InvalidParameterException');
      if (secrets.has(Name)) {
        const exists = `The operation failed because the secret ${Name} already exists.`;
        throw new AwsError('ResourceExistsException', exists);
      }
      const secret = emptySecret(Name);
      if (SecretString === undefined) await save(secret);
      else await save({ ...secret, current: newVersion(ClientRequestToken, SecretString) });
      const output = { ARN: secret.arn, Name };
      return { output: SecretString === undefined ? output : { ...output, VersionId: ClientRequestToken } };
    },
    DescribeSecret: (input) => {
      const { SecretId } = parseInput(ByIdInput, input, 'InvalidParameterException');
      return { output: describe(secretOf(SecretId)) };
    },
    ListSecrets: () => ({ output: { SecretList: [...secrets.values()].map(describe) } }),
  };

  return {
    name: 'secretsmanager',
    permissions: ({ action, input }: AwsCall) => {
      const name = String(input.SecretId ?? input.Name ?? '*');
      const unknown = name.startsWith('arn:') || name === '*' ? name : secretArn(name, region, accountId);
      return [{ action: `secretsmanager:${action}`, resource: find(name)?.arn ?? unknown }];
    },
    handle: async ({ action, input }) => {
      const run = actions[action];
      if (run === undefined) throw new AwsError('UnknownOperationException', `${action} is not available here.`);
      return run(input);
    },
    close: async () => {},
  };
}

function describe({ name, arn, createdAt, current, previous }: Secret): Record<string, unknown> {
  const stages = {
    ...(current === undefined ? {} : { [current.id]: ['AWSCURRENT'] }),
    ...(previous === undefined ? {} : { [previous.id]: ['AWSPREVIOUS'] }),
  };
  const seconds = createdAt / 1000;
  return { ARN: arn, Name: name, CreatedDate: seconds, VersionIdsToStages: stages };
}
