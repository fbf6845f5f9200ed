import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '../start-error.ts';

export interface RuntimeOptions {
  readonly apiPort: number;
  readonly partnersPort: number;
  /** The port of the AWS endpoint and the issuer; undefined: the port of the last run, or any free one. */
  readonly awsPort: number | undefined;
  readonly dataDirectory: string;
  /** Deletes the stored data first. */
  readonly fresh: boolean;
  /** The seed of a bad day; undefined on a normal one. */
  readonly adverseSeed: number | undefined;
  /** Whether the stage's throttling is off, so that a benchmark measures what the machine can do. */
  readonly unthrottled: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const OPTIONS = {
  fresh: { type: 'boolean' },
  adverse: { type: 'boolean' },
  seed: { type: 'string' },
  unthrottled: { type: 'boolean' },
} as const;
const HELP =
  'The options are --fresh, which deletes the stored data first, --adverse [--seed <number>], a bad day at AWS, and ' +
  '--unthrottled, which accepts more requests than the stage does.';

export function readOptions(environment: Environment, args: readonly string[]): RuntimeOptions {
  // npm takes an option before `--` for its own and passes it on as a variable.
  const taken = Object.keys(OPTIONS).find((name) => environment[`npm_config_${name}`] !== undefined);
  if (taken !== undefined) throw new StartError(`Use npm start -- --${taken}, with -- before the option.`);
  const { fresh = false, adverse = false, seed, unthrottled = false } = parse(args);
  if (seed !== undefined && !adverse) throw new StartError(`--seed needs --adverse. ${HELP}`);
  return {
    apiPort: readPort(environment, 'HUB_PORT') ?? 3000,
    partnersPort: readPort(environment, 'PARTNERS_PORT') ?? 3001,
    awsPort: readPort(environment, 'HUB_AWS_PORT'),
    dataDirectory: dataDirectory(environment),
    fresh,
    adverseSeed: adverse ? readSeed(seed) : undefined,
    unthrottled,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : error}. ${HELP}`);
  }
}

function readSeed(text: string | undefined): number {
  if (text === undefined) return randomInt(1, 1_000_000);
  const seed = Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new StartError(`--seed is "${text}". It must be a whole number.`);
}

export function dataDirectory(environment: Environment): string {
  return resolve(environment.HUB_DATA_DIR || '.hub');
}

function readPort(environment: Environment, name: string): number | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartError(`${name} is "${text}". It must be a port from 1 to 65535, or 0 for any free port.`);
}
