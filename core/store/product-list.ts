import { type SupplierProduct, searchTextOf } from '../domain/supplier-product.ts';
import type { TableIndex } from './names.ts';
import {
  categoryPartition,
  findSupplierProducts,
  mpnPartition,
  productFromItem,
  productPartition,
  productSortKey,
} from './supplier-products.ts';
import { type Item, queryPage, readItems, type Table } from './table.ts';

/** The list of an organization's products, by supplier and SKU; of several categories, one after the other. */

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
interface Range {
  readonly id: string;
  readonly index?: TableIndex;
  readonly partition: string;
}

/** Queries of one call at most. One of the table reads up to 1 MB, one of an index up to a hundred products. */
const MAX_TABLE_QUERIES = 8;
const MAX_INDEX_QUERIES = 32;
const INDEX_PAGE = 100;
/** What most products don't match is read in ever larger pages. */
const GROWTH = 4;

/** The form of a position in the list: a range, and a sort key in it unless it begins. */
export function productPositionForm(supplierId?: string): RegExp {
  const supplier = supplierId?.replaceAll('.', String.raw`\.`) ?? '[0-9A-Za-z._-]{1,100}';
  return new RegExp(`^[^\n]{0,107}\n(?:${supplier}#[^\n]{1,100})?$`);
}

/**
 * Up to `limit` products that match, after `after`: the `next` of the page before. A page may be short, or empty, while more follow, as
 * a call reads a limited part of the list. They are some milliseconds old.
 */
export async function queryProducts(
  table: Table,
  orgId: string,
  filter: ProductFilter,
  {
    limit,
    after,
    isWanted,
  }: {
    readonly limit: number;
    readonly after: string | undefined;
    readonly isWanted: (product: SupplierProduct) => boolean;
  },
): Promise<{ readonly products: SupplierProduct[]; readonly next?: string }> {
  const isMatch = (product: SupplierProduct) => matches(product, filter) && isWanted(product);
  const { supplier_id: supplierId, sku } = filter;
  if (supplierId !== undefined && sku !== undefined) {
    return { products: (await findSupplierProducts(table, orgId, [{ supplierId, sku }])).filter(isMatch) };
  }
  const products: SupplierProduct[] = [];
  let last = '';
  for await (const { position, product } of productsInOrder(table, orgId, filter, limit, after)) {
    if (!product) return { products, next: position };
    if (!isMatch(product)) continue;
    if (products.length === limit) return { products, next: last };
    products.push(product);
    last = position;
  }
  return { products };
}

/** The products of the ranges, which may not match, and where the reading ended, without a product, if it ended early. */
async function* productsInOrder(
  table: Table,
  orgId: string,
  filter: ProductFilter,
  limit: number,
  after = '\n',
): AsyncIterable<{ readonly position: string; readonly product?: SupplierProduct }> {
  const [startId = '', startKey = ''] = after.split('\n');
  let queries = 0;
  for (const range of rangesOf(orgId, filter).filter(({ id }) => id >= startId)) {
    let from = range.id === startId ? startKey : '';
    do {
      const max = range.index ? MAX_INDEX_QUERIES : MAX_TABLE_QUERIES;
      if (queries === max) return yield { position: `${range.id}\n${from}` };
      const page = await readPage(table, orgId, range, filter, { from, size: (limit + 1) * GROWTH ** queries });
      queries += 1;
      for (const product of page.products) yield { position: `${range.id}\n${sortKeyOf(product)}`, product };
      from = page.next;
    } while (from !== '');
  }
}

function sortKeyOf({ supplier_id: supplierId, sku }: SupplierProduct): string {
  return productSortKey({ supplierId, sku });
}

function rangesOf(orgId: string, { mpn, categoryIds }: ProductFilter): Range[] {
  if (mpn !== undefined) return [{ id: '', index: 'gsi2', partition: mpnPartition(orgId, mpn) }];
  if (categoryIds === undefined) return [{ id: '', partition: productPartition(orgId) }];
  const ids = [...new Set(categoryIds)].sort();
  return ids.map((id) => ({ id, index: 'gsi3', partition: categoryPartition(orgId, id) }));
}

function matches(product: SupplierProduct, { q, supplier_id, sku, mpn, categoryIds }: ProductFilter): boolean {
  return (
    (q === undefined || searchTextOf(product).includes(q.toLowerCase())) &&
    (supplier_id === undefined || product.supplier_id === supplier_id) &&
    (sku === undefined || product.sku === sku) &&
    (mpn === undefined || product.mpn === mpn) &&
    (categoryIds === undefined || categoryIds.includes(product.category_id))
  );
}

interface Place {
  /** The sort key after which the page begins; empty for the first one. */
  readonly from: string;
  /** How many products to read. */
  readonly size: number;
}

/** A page of a range, in its order; `next` is empty on the last one. */
async function readPage(table: Table, orgId: string, { index, partition }: Range, filter: ProductFilter, place: Place) {
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
