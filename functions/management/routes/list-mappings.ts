import * as z from 'zod/mini';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { mappingSortKeys, queryMappings } from '../../../core/store/mappings.ts';
import type { Table } from '../../../core/store/table.ts';
import { partnerOf } from '../integration.ts';
import { kindSchema } from '../mapping-kind.ts';

const QuerySchema = z.strictObject({ kind: z.optional(z.string()), ...PAGE_QUERY });

/** A page of an integration's mappings, by kind and key (procurement-api 100). */
export function listMappings(table: Table) {
  return defineRoute('GET /v1/integrations/{partner}/mappings', {
    roles: ['procurement_admin'],
    query: QuerySchema,
    async handle({ query: { kind, limit, cursor }, params, caller: { orgId } }) {
      const partner = partnerOf(params.partner);
      if (kind !== undefined) kindSchema(partner, kind);
      const scope = ['mappings', orgId, partner, kind];
      const after = decodeCursor(scope, mappingSortKeys(kind), cursor);
      const { mappings, next } = await queryMappings(table, { orgId, partner, kind }, limit, after);
      return { status: 200, body: viewPage(scope, mappings, next) };
    },
  });
}
