import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { State } from '../../collections.ts';
import { parseInput } from '../parse-input.ts';
import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type Clock } from '../service.ts';
import { generatePassword, type SecretDefinition } from './definition.ts';

interface Version {
  readonly id: string;
  readonly value: string;
  readonly createdAt: number;
}

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly current?: Version | undefined;
  readonly previous?: Version | undefined;
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

/** AWS appends six random characters to the name; here they are a hash of it, so that the ARN survives a fresh start. */
export function secretArn(name: string, region: string, accountId: string): string {
  const hash = createHash('sha256').update(name).digest('base64').replace(/[+/=]/g, '');
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${hash.slice(0, 6)}`;
}

/** String secrets. A secret of the template gets its generated value once. */
export async function createSecretsManager(options: SecretsManagerOptions): Promise<AwsService> {
  const { region, accountId, clock = Date.now } = options;
  const collection = options.state.sublevel<Secret>('secretsmanager');
  const secrets = new Map<string, Secret>();
  for await (const [name, secret] of collection.entries()) secrets.set(name, secret);

  async function save(secret: Secret): Promise<void> {
    await collection.put(secret.name, secret);
    secrets.set(secret.name, secret);
  }

  async function create(name: string, value: string | undefined, versionId: string): Promise<Secret> {
    const createdAt = clock();
    const current = value === undefined ? undefined : { id: versionId, value, createdAt };
    const secret = { name, arn: secretArn(name, region, accountId), createdAt, current };
    await save(secret);
    return secret;
  }

  for (const { name, generate } of options.secrets) {
    if (!secrets.has(name)) await create(name, generate && generatePassword(generate), randomUUID());
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

  const actions: Readonly<
    Record<string, (input: unknown) => Record<string, unknown> | Promise<Record<string, unknown>>>
  > = {
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
      return {
        ARN: arn,
        Name: name,
        VersionId: version.id,
        SecretString: version.value,
        VersionStages: [version === current ? 'AWSCURRENT' : 'AWSPREVIOUS'],
        CreatedDate: version.createdAt / 1000,
      };
    },
    PutSecretValue: async (input) => {
      const { SecretId, SecretString, ClientRequestToken } = parseInput(PutInput, input, 'InvalidParameterException');
      const { current, ...secret } = secretOf(SecretId);
      // A repeated token is a retry and adds no version.
      if (current?.id !== ClientRequestToken) {
        const version = { id: ClientRequestToken, value: SecretString, createdAt: clock() };
        await save({ ...secret, current: version, previous: current });
      } else if (current.value !== SecretString) {
        const used = 'You provided a ClientRequestToken that was used for another value.';
        throw new AwsError('ResourceExistsException', used);
      }
      const { arn, name } = secret;
      return { ARN: arn, Name: name, VersionId: ClientRequestToken, VersionStages: ['AWSCURRENT'] };
    },
    CreateSecret: async (input) => {
      const { Name, SecretString, ClientRequestToken } = parseInput(CreateInput, input, 'InvalidParameterException');
      if (secrets.has(Name)) {
        const exists = `The operation failed because the secret ${Name} already exists.`;
        throw new AwsError('ResourceExistsException', exists);
      }
      const { arn, current } = await create(Name, SecretString, ClientRequestToken);
      return { ARN: arn, Name, VersionId: current?.id };
    },
    DescribeSecret: (input) => describe(secretOf(parseInput(ByIdInput, input, 'InvalidParameterException').SecretId)),
    ListSecrets: () => ({ SecretList: [...secrets.values()].map(describe) }),
  };

  return {
    name: 'secretsmanager',
    permissions: ({ action, input }: AwsCall) => {
      const name = String(input.SecretId ?? input.Name ?? '*');
      const unknown = name.startsWith('arn:') || name === '*' ? name : secretArn(name, region, accountId);
      return [{ action: `secretsmanager:${action}`, resource: findSecret(name)?.arn ?? unknown }];
    },
    handle: async ({ action, input }): Promise<AwsAnswer> => {
      const run = actions[action];
      if (run === undefined) throw new AwsError('UnknownOperationException', `${action} is not supported.`);
      return { output: await run(input) };
    },
    close: async () => {},
  };
}

function describe({ name, arn, createdAt, current, previous }: Secret): Record<string, unknown> {
  const stages = [
    [current?.id, ['AWSCURRENT']],
    [previous?.id, ['AWSPREVIOUS']],
  ].filter(([id]) => id !== undefined);
  return { ARN: arn, Name: name, CreatedDate: createdAt / 1000, VersionIdsToStages: Object.fromEntries(stages) };
}
