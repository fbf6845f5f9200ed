import { resolve } from 'node:path';
import { StartError } from '../start-error.ts';

export interface RuntimeOptions {
  readonly apiPort: number;
  readonly partnersPort: number;
  /** The port of the AWS endpoint and the issuer; undefined: the port of the last run, or any free one. */
  readonly awsPort: number | undefined;
  readonly dataDirectory: string;
  /** Deletes the stored data first. */
  readonly fresh: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readOptions(environment: Environment, args: readonly string[]): RuntimeOptions {
  // npm takes an option before `--` for its own and passes it on as a variable.
  if (environment.npm_config_fresh !== undefined)
    throw new StartError('Use npm start -- --fresh, with -- before the option.');
  const unknown = args.find((argument) => argument !== '--fresh');
  if (unknown !== undefined) {
    throw new StartError(`Unknown option ${unknown}. The only option is --fresh, which deletes the stored data first.`);
  }
  return {
    apiPort: readPort(environment, 'HUB_PORT') ?? 3000,
    partnersPort: readPort(environment, 'PARTNERS_PORT') ?? 3001,
    awsPort: readPort(environment, 'HUB_AWS_PORT'),
    dataDirectory: dataDirectory(environment),
    fresh: args.includes('--fresh'),
  };
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
