import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { DATA_FILES, writeWhole } from '../data-files.ts';
import { errorCode } from '../error-code.ts';
import type { Issuer } from '../issuer.ts';
import type { PartnerAccess } from '../simulators/server.ts';
import type { Listeners } from './listeners.ts';

/** `hub.json`: the addresses of a running hub, with credentials and tokens. Scripts and tests read it. */
const HubFileSchema = z.looseObject({
  api: z.url(),
  aws: z.url(),
  issuer: z.url(),
  /** The `aud` of the tokens. */
  audience: z.string(),
  /** The simulators' base addresses by partner. */
  partners: z.record(z.string(), z.url()),
  credentials: z.record(z.string(), z.record(z.string(), z.string())),
  tokens: z.object({ requester: z.string(), approver: z.string(), admin: z.string() }),
  org: z.string(),
  /** The suppliers of the example organizations, with what they were provisioned with. */
  suppliers: z.array(
    z.object({ supplier_id: z.string(), name: z.string(), username: z.string(), password: z.string() }),
  ),
});
export type HubFile = z.infer<typeof HubFileSchema>;

const ORGANIZATION = 'org_5jHtK4pR8uWn';
const THIRTY_DAYS = 30 * 86_400;

/** The addresses, and a token for each role. */
export async function describeHub(
  { api, aws }: Listeners,
  partners: Readonly<Record<string, PartnerAccess>>,
  issuer: Issuer,
): Promise<HubFile> {
  const token = (user: string, role: string): Promise<string> =>
    issuer.token({ user, org: ORGANIZATION, roles: [role] }, THIRTY_DAYS);
  const entries = Object.entries(partners);
  return {
    api: api.url,
    aws: aws.url,
    issuer: issuer.url,
    audience: issuer.audience,
    partners: Object.fromEntries(entries.map(([name, { url }]) => [name, url])),
    credentials: Object.fromEntries(entries.map(([name, { credentials }]) => [name, credentials])),
    tokens: {
      requester: await token('usr_2kNpL7mS9wYr', 'procurement_requester'),
      approver: await token('usr_3kPmN8rT2wXq', 'procurement_approver'),
      admin: await token('usr_1aDmN0rT5wXq', 'procurement_admin'),
    },
    org: ORGANIZATION,
    suppliers: [],
  };
}

/** Undefined when no hub has been ready with this data directory. */
export async function readHubFile(dataDirectory: string): Promise<HubFile | undefined> {
  try {
    return HubFileSchema.parse(JSON.parse(await readFile(join(dataDirectory, DATA_FILES.hub), 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

export function writeHubFile(dataDirectory: string, hub: HubFile): Promise<void> {
  return writeWhole(join(dataDirectory, DATA_FILES.hub), `${JSON.stringify(hub, null, 2)}\n`);
}
