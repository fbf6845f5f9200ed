import * as z from 'zod/mini';
import { viewProduct, viewProductDetail } from '../../../core/domain/product-view.ts';
import { utcDay } from '../../../core/domain/time.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { findModel } from '../../../core/store/product-models.ts';
import { loadProduct } from '../../../core/store/supplier-products.ts';
import type { Table } from '../../../core/store/table.ts';
import { findRecentCategories } from '../../../core/store/third-party-categories.ts';

const id = z.string().check(z.minLength(1), z.maxLength(100));

/** All of a product. Its SKU is in the query, as API Gateway takes an encoded slash in a path for a slash (spendint 60). */
export function getProduct(table: Table) {
  return defineRoute('GET /v1/catalog/product', {
    roles: ROLES,
    query: z.strictObject({ supplier_id: id, sku: id }),
    async handle({ query: { supplier_id: supplierId, sku }, caller: { orgId }, now, nowMs }) {
      const { product, detail } = await loadProduct(table, orgId, { supplierId, sku });
      const { category_id, mpn, version } = product;
      const categories = await findRecentCategories(table, orgId, [category_id], nowMs);
      const view = viewProduct(product, categories.get(category_id), utcDay(now));
      const model = mpn === null ? undefined : await findModel(table, orgId, mpn);
      return { status: 200, body: viewProductDetail(view, detail, model), version };
    },
  });
}
