import { parseArgs } from 'node:util';
import { openIssuer } from './issuer.ts';
import { readHubFile } from './runtime/hub-file.ts';
import { dataDirectory } from './runtime/options.ts';
import { StartError } from './start-error.ts';

/** `npm run -s token -- --user usr_x --org org_x --roles a,b`: prints a token and nothing else. */
const USAGE =
  'Usage: npm run -s token -- --user usr_x --org org_x --roles procurement_requester,procurement_approver [--expires-in 3600]';
const ONE_DAY = 86_400;

try {
  console.log(await createToken(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function createToken(args: readonly string[]): Promise<string> {
  const { user, org, roles, 'expires-in': expiresIn = String(ONE_DAY) } = readArguments(args);
  if (!user || !org || !roles) throw new StartError(`--user, --org and --roles are required.\n${USAGE}`);
  const seconds = Number(expiresIn);
  if (!Number.isInteger(seconds)) throw new StartError(`--expires-in must be a whole number of seconds.\n${USAGE}`);
  const directory = dataDirectory(process.env);
  const hub = await readHubFile(directory);
  if (hub === undefined) {
    throw new StartError(
      `No hub has run with the data directory ${directory}. Run npm start first, or set HUB_DATA_DIR.`,
    );
  }
  const issuer = await openIssuer(directory, hub.issuer, hub.audience);
  return issuer.token({ user, org, roles: roles.split(',').map((role) => role.trim()) }, seconds);
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { user: text, org: text, roles: text, 'expires-in': text };
  // `--expires-in -60`: parseArgs takes a value with a leading hyphen only when `=` joins it to its option.
  const at = args.indexOf('--expires-in');
  const joined = at < 0 ? args : args.toSpliced(at, 2, args.slice(at, at + 2).join('='));
  try {
    return parseArgs({ args: joined, options }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}
