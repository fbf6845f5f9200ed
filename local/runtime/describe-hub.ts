import type { Issuer } from '../issuer.ts';
import type { HubFile } from './hub-file.ts';
import type { Doors } from './listeners.ts';

const ORGANIZATION = 'org_5jHtK4pR8uWn';
const THIRTY_DAYS = 30 * 86_400;

/** Where the node is reached, and a token for each of the roles. */
export async function describeHub({ api, aws, partners }: Doors, issuer: Issuer): Promise<HubFile> {
  const token = (user: string, role: string): Promise<string> =>
    issuer.token({ user, org: ORGANIZATION, roles: [role] }, THIRTY_DAYS);
  const entries = Object.entries(partners.partners);
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
  };
}
