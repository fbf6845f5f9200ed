import type { SupplierProduct } from '../domain/supplier-product.ts';
import type { TableIndex } from './names.ts';
import {
  categoryPartition,
  mpnPartition,
  productFromItem,
  productPartition,
  productSortKey,
} from './supplier-products.ts';
import { type Item, queryPage, readItems, type Table } from './table.ts';

/** Pages of products, from the organization's partition or from those of the indexes. */

export interface ProductFilter {
  /** A part of name, SKU, MPN or manufacturer, whatever its case. */
  readonly q?: string | undefined;
  readonly supplier_id?: string | undefined;
  readonly sku?: string | undefined;
  readonly mpn?: string | undefined;
  /** Any of these third-party categories. */
  readonly categoryIds?: readonly string[] | undefined;
}

/** Where products are listed from: the organization's partition, or one of an index. */
export interface Range {
  readonly id: string;
  readonly index?: TableIndex;
  readonly partition: string;
}

export function sortKeyOf({ supplier_id: supplierId, sku }: SupplierProduct): string {
  return productSortKey({ supplierId, sku });
}

/** Where the products that may match are. */
export function rangesOf(orgId: string, { mpn, categoryIds }: ProductFilter): Range[] {
  if (mpn !== undefined) return [{ id: '', index: 'gsi2', partition: mpnPartition(orgId, mpn) }];
  if (categoryIds === undefined) return [{ id: '', partition: productPartition(orgId) }];
  const ids = [...new Set(categoryIds)].sort();
  return ids.map((id) => ({ id, index: 'gsi3', partition: categoryPartition(orgId, id) }));
}

const INDEX_PAGE = 100;

interface Place {
  /** The sort key after which the page begins; empty for the first one. */
  readonly from: string;
  /** How many products to read. */
  readonly size: number;
}

/** A page of a range, in its order; `next` is empty on the last one. */
export async function readPage(
  table: Table,
  orgId: string,
  { index, partition }: Range,
  filter: ProductFilter,
  place: Place,
) {
  const { from, size } = place;
  const key = { pk: productPartition(orgId), sk: from };
  if (!index) {
    const { items, last } = await queryPage(table, {
      ...tableQuery(partition, filter),
      Limit: size,
      ExclusiveStartKey: from === '' ? undefined : key,
    });
    return { products: items.map(productFromItem), next: nextOf(last) };
  }
  const { items: entries, last } = await queryPage(table, {
    IndexName: index,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': `${index}pk` },
    ExpressionAttributeValues: { ':partition': partition },
    Limit: Math.min(size, INDEX_PAGE),
    ExclusiveStartKey: from === '' ? undefined : { ...key, [`${index}pk`]: partition, [`${index}sk`]: from },
  });
  const keys = entries.map(({ sk }) => ({ pk: productPartition(orgId), sk: String(sk) }));
  const products = (await readItems(table, keys, false)).map(productFromItem);
  return { products: products.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1)), next: nextOf(last) };
}

function nextOf(last: Item | undefined): string {
  return last === undefined ? '' : String(last.sk);
}

function tableQuery(partition: string, { q, supplier_id: supplierId, sku }: ProductFilter) {
  const filters = [
    ...(q === undefined ? [] : [{ name: 'search', expression: 'contains(#search, :search)', value: q.toLowerCase() }]),
    ...(sku === undefined ? [] : [{ name: 'sku', expression: '#sku = :sku', value: sku }]),
  ];
  return {
    KeyConditionExpression: supplierId === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :supplier)',
    ...(filters.length > 0 && {
      FilterExpression: filters.map(({ expression }) => expression).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(filters.map(({ name }) => [`#${name}`, name])),
    }),
    ExpressionAttributeValues: {
      ':pk': partition,
      ...(supplierId !== undefined && { ':supplier': productSortKey({ supplierId, sku: '' }) }),
      ...Object.fromEntries(filters.map(({ name, value }) => [`:${name}`, value])),
    },
  };
}
