import { parseArgs } from 'node:util';
import { openIssuer } from './issuer.ts';
import { readHubFile } from './runtime/hub-file.ts';
import { dataDirectory } from './runtime/options.ts';
import { StartError } from './start-error.ts';

/** `npm run -s token -- --user usr_x --org org_x --roles a,b [--expires-in 3600]` prints a token and nothing else. */
const USAGE =
  'npm run -s token -- --user usr_x --org org_x --roles procurement_requester,procurement_approver [--expires-in 3600]';
const A_DAY = 86_400;

try {
  console.log(await printableToken(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function printableToken(args: readonly string[]): Promise<string> {
  const { user, org, roles, 'expires-in': expiresIn = String(A_DAY) } = readArguments(args);
  if (!user || !org || !roles) throw new StartError(`Tell me --user, --org and --roles:\n  ${USAGE}`);
  const seconds = Number(expiresIn);
  if (!Number.isInteger(seconds)) throw new StartError(`--expires-in is "${expiresIn}": give whole seconds.`);
  const directory = dataDirectory(process.env);
  const hub = await readHubFile(directory);
  if (hub === undefined) {
    throw new StartError(`No node has run with the data in ${directory}. Run npm start first, or set HUB_DATA_DIR.`);
  }
  const issuer = await openIssuer(directory, hub.issuer, hub.audience);
  return issuer.token({ user, org, roles: roles.split(',').map((role) => role.trim()) }, seconds);
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { user: text, org: text, roles: text, 'expires-in': text };
  // A number that is negative looks like an option: join it to its name.
  const joined = args
    .join('\0')
    .replace(/--expires-in\0-/, '--expires-in=-')
    .split('\0')
    .filter(Boolean);
  try {
    return parseArgs({ args: joined, options }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : error}\n  ${USAGE}`);
  }
}
