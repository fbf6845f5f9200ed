import { HubError } from '../domain/errors.ts';
import {
  categoryIdOf,
  nextCategory,
  type ThirdPartyCategory,
  ThirdPartyCategorySchema,
} from '../domain/third-party-category.ts';
import { ENTITY } from './names.ts';
import { findRecent } from './recent-items.ts';
import { getItem, queryAll, queryPage, type Table } from './table.ts';
import { putNextVersion } from './update.ts';
import { tryCommit, type Write } from './write.ts';

/** Third-party categories: one item each, in a partition per organization, by what they go by. */

function partition(orgId: string): string {
  return `ORG#${orgId}#THIRD_PARTY_CATEGORIES`;
}
function categoryKey(orgId: string, id: string) {
  return { pk: partition(orgId), sk: id };
}

/** The form of the sort keys, for cursors. */
export const CATEGORY_SORT_KEY = /^(?:UNSPSC|NAME)#.{1,100}$/s;

/** A category, strongly consistent; undefined without one. */
export async function findCategory(table: Table, orgId: string, id: string): Promise<ThirdPartyCategory | undefined> {
  const item = await getItem(table, categoryKey(orgId, id));
  return item && ThirdPartyCategorySchema.parse(item);
}

/** A category, strongly consistent. Throws `category.not_found`, also for another organization's id. */
export async function loadCategory(table: Table, orgId: string, id: string): Promise<ThirdPartyCategory> {
  const category = await findCategory(table, orgId, id);
  if (!category) throw new HubError('category.not_found', `There is no third-party category ${id}.`);
  return category;
}

/** The categories of some ids, some seconds old at most, by id. */
export async function findRecentCategories(
  table: Table,
  orgId: string,
  ids: readonly string[],
  nowMs: number,
): Promise<Map<string, ThirdPartyCategory>> {
  const keys = [...new Set(ids)].map((id) => categoryKey(orgId, id));
  const items = (await findRecent(table, keys, nowMs)).filter((item) => item !== undefined);
  const categories = items.map((item) => ThirdPartyCategorySchema.parse(item));
  return new Map(categories.map((category) => [category.id, category]));
}

/** Up to `limit` categories by id, after `after`: the `next` of the page before. */
export async function queryCategories(
  table: Table,
  orgId: string,
  limit: number,
  after: string | undefined,
): Promise<{ readonly categories: ThirdPartyCategory[]; readonly next: string | undefined }> {
  const { items, last } = await queryPage(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partition(orgId) },
    Limit: limit,
    ExclusiveStartKey: after === undefined ? undefined : categoryKey(orgId, after),
    ConsistentRead: true,
  });
  return { categories: items.map((item) => ThirdPartyCategorySchema.parse(item)), next: last && String(last.sk) };
}

/** The ids of the categories that are mapped to one of the organization's own, in their order. */
export async function findMappedCategoryIds(table: Table, orgId: string, category: string): Promise<string[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: '#category = :category',
    ExpressionAttributeNames: { '#category': 'category' },
    ExpressionAttributeValues: { ':pk': partition(orgId), ':category': category },
  });
  return items.map(({ sk }) => String(sk));
}

/** Saves the next version of a category, on condition that the stored one is the version before; before the first there is none. */
export function saveNextCategory(next: ThirdPartyCategory): Write {
  const key = categoryKey(next.org_id, next.id);
  return putNextVersion({ ...key, entity: ENTITY.thirdPartyCategory, ...next }, next);
}

type NamedCategory = Parameters<typeof nextCategory>[1];

/** Adds the categories that are new. What another call has added meanwhile is as good. */
export async function addCategories(
  table: Table,
  orgId: string,
  named: readonly NamedCategory[],
  nowMs: number,
): Promise<void> {
  const known = await findRecentCategories(table, orgId, named.map(categoryIdOf), nowMs);
  for (const one of named) {
    const next = nextCategory(known.get(categoryIdOf(one)), one, orgId);
    if (!next) continue;
    await tryCommit(table, [saveNextCategory(next)]);
    known.set(next.id, next);
  }
}
