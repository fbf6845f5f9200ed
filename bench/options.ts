import { parseArgs } from 'node:util';
import { StartError } from '../local/start-error.ts';
import { WORKS, type WorkName } from './works.ts';

export interface BenchOptions {
  /** Alternating rounds of hub and floor per row of the table. */
  readonly rounds: number;
  /** The length of a round with the hub; the floor's is half as long. */
  readonly seconds: number;
  /** How many catalogs of a thousand products are posted in each mode; the first and the last are measured. */
  readonly catalogs: number;
  /** The only row of the table to measure, with each of its connections; undefined for all. */
  readonly only: WorkName | undefined;
  /** Prints what AWS would bill, in place of the measurements. */
  readonly bill: boolean;
  /** Where the JSON goes; `-` is standard output, in place of the table. */
  readonly json: string | undefined;
}

const DEFAULTS = { rounds: 4, seconds: 1.5, catalogs: 1 };
const HELP = `The options are --rounds <number> (default ${DEFAULTS.rounds}), --seconds <length of a round> (default ${DEFAULTS.seconds}), --catalogs <number> (default ${DEFAULTS.catalogs}), --only <${WORKS.join('|')}>, --bill, which has no rounds, and --json [file].`;

export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args);
  const [file, another] = positionals;
  if (another !== undefined || (file !== undefined && !values.json)) {
    throw new StartError(`"${another ?? file}" is not expected. ${HELP}`);
  }
  if (values.bill && (values.rounds ?? values.seconds ?? values.catalogs ?? values.only) !== undefined) {
    throw new StartError(`--bill has no rounds. ${HELP}`);
  }
  return {
    bill: values.bill ?? false,
    rounds: readNumber('rounds', values.rounds, Number.isInteger),
    seconds: readNumber('seconds', values.seconds, Number.isFinite),
    catalogs: readNumber('catalogs', values.catalogs, Number.isInteger),
    only: values.only === undefined ? undefined : readWork(values.only),
    json: values.json ? (file ?? '-') : undefined,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        bill: { type: 'boolean' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        catalogs: { type: 'string' },
        only: { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : error}. ${HELP}`);
  }
}

function readNumber(name: keyof typeof DEFAULTS, text: string | undefined, isValid: (value: number) => boolean) {
  const value = text === undefined ? DEFAULTS[name] : Number(text);
  if (isValid(value) && value > 0) return value;
  throw new StartError(`--${name} is "${text}". ${HELP}`);
}

function readWork(text: string): WorkName {
  const work = WORKS.find((name) => name === text);
  if (work) return work;
  throw new StartError(`--only is "${text}". ${HELP}`);
}
