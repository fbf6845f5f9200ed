import * as z from 'zod/mini';
import { VendorSchema } from '../domain/organization.ts';
import { type MappingKey, type Mappings, mappingName, VENDOR_KIND } from '../sync/mappings.ts';
import { ENTITY } from './names.ts';
import { queryAll, queryPage, readItems, type Table } from './table.ts';
import { vendorKey } from './vendors.ts';
import { replaceItem, type Write } from './write.ts';

/** Mappings: one item each, in a partition per organization and partner, by kind and key. */

function mappingPartition(orgId: string, partner: string): string {
  return `ORG#${orgId}#MAPPINGS#${partner}`;
}
function mappingKey(orgId: string, partner: string, mapping: MappingKey) {
  return { pk: mappingPartition(orgId, partner), sk: mappingName(mapping) };
}

const MappingSchema = z.object({
  kind: z.string(),
  key: z.string(),
  value: z.string(),
  updated_at: z.int(),
  updated_by: z.string(),
});
export type Mapping = z.infer<typeof MappingSchema>;

/**
 * The mappings of these keys, strongly consistent: a person may just have added one. A vendor without a mapping has the
 * number that the partner has told of it.
 */
export async function loadMappings(
  table: Table,
  orgId: string,
  partner: string,
  wanted: readonly MappingKey[],
): Promise<Mappings> {
  // DynamoDB rejects a key that is named twice.
  const keys = [...new Map(wanted.map((key) => [mappingName(key), key])).values()];
  const vendorKeys = keys.filter(({ kind }) => kind === VENDOR_KIND).map(({ key }) => vendorKey(orgId, key));
  const items = await readItems(table, [...keys.map((key) => mappingKey(orgId, partner, key)), ...vendorKeys], true);
  const vendors = items.filter(({ entity }) => entity === ENTITY.vendor).map((item) => VendorSchema.parse(item));
  const mappings = items.filter(({ entity }) => entity === ENTITY.mapping).map((item) => MappingSchema.parse(item));
  return new Map([
    ...vendors.flatMap(({ id, erp_ids: { [partner]: number } }): [string, string][] =>
      number === undefined ? [] : [[mappingName({ kind: VENDOR_KIND, key: id }), number]],
    ),
    ...mappings.map((mapping): [string, string] => [mappingName(mapping), mapping.value]),
  ]);
}

/** The form of the sort keys of a kind, or of all, for cursors: DynamoDB rejects one that is outside of what it reads. */
export function mappingSortKeys(kind = '[a-z_]{1,50}'): RegExp {
  return new RegExp(`^${kind}#.{1,200}$`, 's');
}

interface MappingQuery {
  readonly orgId: string;
  readonly partner: string;
  /** All kinds without one. */
  readonly kind?: string | undefined;
}

function keyCondition({ orgId, partner, kind }: MappingQuery) {
  return {
    KeyConditionExpression: kind === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :kind)',
    ExpressionAttributeValues: {
      ':pk': mappingPartition(orgId, partner),
      ...(kind !== undefined && { ':kind': mappingName({ kind, key: '' }) }),
    },
  };
}

/** Up to `limit` mappings by kind and key, after `after`: the `next` of the page before. */
export async function queryMappings(
  table: Table,
  query: MappingQuery,
  limit: number,
  after: string | undefined,
): Promise<{ readonly mappings: Mapping[]; readonly next: string | undefined }> {
  const pk = mappingPartition(query.orgId, query.partner);
  const { items, last } = await queryPage(table, {
    ...keyCondition(query),
    Limit: limit,
    ExclusiveStartKey: after === undefined ? undefined : { pk, sk: after },
    ConsistentRead: true,
  });
  return { mappings: items.map((item) => MappingSchema.parse(item)), next: last && String(last.sk) };
}

/** All mappings, by kind and key. */
export async function queryAllMappings(table: Table, query: MappingQuery): Promise<Mapping[]> {
  const items = await queryAll(table, keyCondition(query));
  return items.map((item) => MappingSchema.parse(item));
}

export function saveMapping(orgId: string, partner: string, mapping: Mapping): Write {
  return replaceItem({
    ...mappingKey(orgId, partner, mapping),
    entity: ENTITY.mapping,
    org_id: orgId,
    partner,
    ...mapping,
  });
}

export function deleteMapping(orgId: string, partner: string, mapping: MappingKey): Write {
  return { delete: { Key: mappingKey(orgId, partner, mapping) } };
}

/** Deletes the mappings that the organization's document does not have. */
export async function deleteOtherMappings(
  table: Table,
  orgId: string,
  partner: string,
  kept: readonly MappingKey[],
): Promise<Write[]> {
  const names = new Set(kept.map(mappingName));
  const items = await queryAll(table, { ...keyCondition({ orgId, partner }), ConsistentRead: true });
  return items
    .map((item) => MappingSchema.parse(item))
    .filter((mapping) => !names.has(mappingName(mapping)))
    .map((mapping) => deleteMapping(orgId, partner, mapping));
}
