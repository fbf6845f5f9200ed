import * as z from 'zod/mini';
import { CategoryInputSchema, mapCategory, viewCategory } from '../../../core/domain/third-party-category.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { loadCategory, saveNextCategory } from '../../../core/store/third-party-categories.ts';

const QuerySchema = z.strictObject({ id: z.string().check(z.minLength(1), z.maxLength(110)) });

/** Maps a third-party category to one of the organization's own; its products follow within seconds (spendint 55). */
export function putCategory(table: Table) {
  return defineRoute('PUT /v1/catalog/category', {
    roles: ['procurement_admin'],
    query: QuerySchema,
    body: CategoryInputSchema,
    decidesAgain: true,
    async handle({ body, query: { id }, caller: { orgId, userId } }) {
      const next = mapCategory(await loadCategory(table, orgId, id), body, userId);
      return { status: 200, body: viewCategory(next), version: next.version, writes: [saveNextCategory(next)] };
    },
  });
}
