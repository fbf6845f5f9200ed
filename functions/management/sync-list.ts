import { querySyncPage, type SyncGroup, syncSortKeyForm } from '../../core/store/integration-index.ts';
import type { Table } from '../../core/store/table.ts';
import { isPartner, PARTNER_NAMES, type Partner } from '../../core/sync/partners.ts';
import type { SyncRecord } from '../../core/sync/sync-record.ts';

/** An organization's syncs of several integrations as one list: by partner, the oldest first. */

export interface SyncListQuery {
  readonly orgId: string;
  /** Of one partner; of all without. */
  readonly partner: Partner | undefined;
  readonly group: SyncGroup;
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

/** The form of where a page continues: a partner, and a sort key of its syncs unless they begin. */
export function syncListKeyForm(group: SyncGroup): RegExp {
  return new RegExp(`^(?:${PARTNER_NAMES.join('|')})/(?:${syncSortKeyForm(group)})?$`);
}

export interface ListedSync {
  readonly partner: Partner;
  readonly record: SyncRecord;
}

/** Up to `limit` syncs that match; `next` is absent on the last page. A page may have fewer, also none. */
export async function querySyncs(
  table: Table,
  { orgId, partner, group, limit, after }: SyncListQuery,
  matches: (record: SyncRecord) => boolean,
): Promise<{ readonly syncs: ListedSync[]; readonly next?: string }> {
  const [startName = '', startKey = ''] = after?.split('/') ?? [];
  const names = partner === undefined ? PARTNER_NAMES : [partner];
  const from = isPartner(startName) ? names.indexOf(startName) : 0;
  const syncs: ListedSync[] = [];
  for (const name of names.slice(Math.max(0, from))) {
    // Whether a full page has a next one depends on whether the other partners have any.
    const place = { orgId, partner: name, group };
    const room = { limit: limit - syncs.length, after: name === startName && startKey !== '' ? startKey : undefined };
    if (room.limit === 0) return { syncs, next: `${name}/` };
    const { records, next } = await querySyncPage(table, place, room, matches);
    syncs.push(...records.map((record) => ({ partner: name, record })));
    if (next !== undefined) return { syncs, next: `${name}/${next}` };
  }
  return { syncs };
}
