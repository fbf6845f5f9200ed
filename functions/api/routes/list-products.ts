import * as z from 'zod/mini';
import { viewProduct } from '../../../core/domain/product-view.ts';
import { isOnSale } from '../../../core/domain/spendint/contract.ts';
import { SupplierIdSchema } from '../../../core/domain/supplier.ts';
import { isCategoryId } from '../../../core/domain/third-party-category.ts';
import { utcDay } from '../../../core/domain/time.ts';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { productPositionForm, queryProducts } from '../../../core/store/product-list.ts';
import type { Table } from '../../../core/store/table.ts';
import { findMappedCategoryIds, findRecentCategories } from '../../../core/store/third-party-categories.ts';

const text = (max: number) => z.optional(z.string().check(z.minLength(1), z.maxLength(max)));

const QuerySchema = z.strictObject({
  q: text(200),
  supplier_id: z.optional(SupplierIdSchema),
  sku: text(100),
  mpn: text(100),
  category: text(110),
  on_sale: z._default(z.enum(['true', 'all']), 'true'),
  ...PAGE_QUERY,
});

/** A page of the products of suppliers, by any combination of filters (spendint 60, 61). */
export function listProducts(table: Table) {
  return defineRoute('GET /v1/catalog/products', {
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { limit, cursor, on_sale, category, ...filter }, caller: { orgId }, now, nowMs }) {
      const { q, supplier_id, sku, mpn } = filter;
      const scope = [orgId, 'products', q, supplier_id, sku, mpn, category, on_sale];
      const after = decodeCursor(scope, productPositionForm(supplier_id), cursor);
      const categoryIds = category === undefined ? undefined : await idsOf(table, orgId, category);
      const today = utcDay(now);
      const { products, next } = await queryProducts(
        table,
        orgId,
        { ...filter, categoryIds },
        { limit, after, isWanted: (one) => on_sale === 'all' || isOnSale(one.contract_agreement, today) },
      );
      const ids = products.map(({ category_id }) => category_id);
      const categories = await findRecentCategories(table, orgId, ids, nowMs);
      const data = products.map((product) => viewProduct(product, categories.get(product.category_id), today));
      return { status: 200, body: viewPage(scope, data, next) };
    },
  });
}

/** The third-party categories that a category of the organization's own stands for, or the one that is named. */
async function idsOf(table: Table, orgId: string, category: string): Promise<string[]> {
  return isCategoryId(category) ? [category] : findMappedCategoryIds(table, orgId, category);
}
