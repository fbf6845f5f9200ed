import * as z from 'zod/mini';
import { viewCategory } from '../../../core/domain/third-party-category.ts';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { CATEGORY_SORT_KEY, queryCategories } from '../../../core/store/third-party-categories.ts';

/** A page of the categories that suppliers have named, by id (spendint 55). */
export function listCategories(table: Table) {
  return defineRoute('GET /v1/catalog/categories', {
    roles: ROLES,
    query: z.strictObject(PAGE_QUERY),
    async handle({ query: { limit, cursor }, caller: { orgId } }) {
      const scope = [orgId, 'categories'];
      const after = decodeCursor(scope, CATEGORY_SORT_KEY, cursor);
      const { categories, next } = await queryCategories(table, orgId, limit, after);
      return { status: 200, body: viewPage(scope, categories.map(viewCategory), next) };
    },
  });
}
