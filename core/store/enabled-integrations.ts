import { queryPage, type Table } from './table.ts';

/** The organizations that have an enabled integration with a partner: gsi3, by their ids, on the integrations' items. */

function partition(partner: string): string {
  return `INTEGRATIONS#${partner}`;
}

/** The index keys of an integration; none while it is disabled. */
export function enabledKeys(
  orgId: string,
  { partner, enabled }: { readonly partner: string; readonly enabled: boolean },
): { readonly gsi3pk?: string; readonly gsi3sk?: string } {
  return enabled ? { gsi3pk: partition(partner), gsi3sk: orgId } : {};
}

/** Up to `limit` organizations by their ids, after `after`: the `next` of the page before. */
export async function queryEnabledOrganizations(
  table: Table,
  partner: string,
  limit: number,
  after: string | undefined,
): Promise<{ readonly orgIds: string[]; readonly next: string | undefined }> {
  const { items, last } = await queryPage(table, {
    IndexName: 'gsi3',
    KeyConditionExpression: after === undefined ? 'gsi3pk = :pk' : 'gsi3pk = :pk AND gsi3sk > :after',
    ExpressionAttributeValues: { ':pk': partition(partner), ...(after !== undefined && { ':after': after }) },
    Limit: limit,
  });
  const orgIds = items.map(({ gsi3sk }) => String(gsi3sk));
  return { orgIds, next: last && orgIds.at(-1) };
}
