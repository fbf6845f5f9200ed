import { type SupplierProduct, searchTextOf } from '../domain/supplier-product.ts';
import { type ProductFilter, rangesOf, readPage, sortKeyOf } from './product-pages.ts';
import { findSupplierProducts } from './supplier-products.ts';
import type { Table } from './table.ts';

/** The list of an organization's products, by supplier and SKU; of several categories, one after the other. */

/** Queries of one call at most. One of the table reads up to 1 MB, one of an index up to a hundred products. */
const MAX_TABLE_QUERIES = 8;
const MAX_INDEX_QUERIES = 32;
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

function matches(product: SupplierProduct, { q, supplier_id, sku, mpn, categoryIds }: ProductFilter): boolean {
  return (
    (q === undefined || searchTextOf(product).includes(q.toLowerCase())) &&
    (supplier_id === undefined || product.supplier_id === supplier_id) &&
    (sku === undefined || product.sku === sku) &&
    (mpn === undefined || product.mpn === mpn) &&
    (categoryIds === undefined || categoryIds.includes(product.category_id))
  );
}
