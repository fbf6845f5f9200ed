import * as z from 'zod/mini';
import { viewVendor } from '../../../core/domain/organization.ts';
import { pageOfVendors, VENDOR_POSITION, vendorPosition } from '../../../core/domain/vendor-list.ts';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { pageQuery } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { queryVendors } from '../../../core/store/vendors.ts';

const QuerySchema = z.strictObject({
  status: z.optional(z.enum(['active', 'blocked', 'inactive'])),
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  ...pageQuery(1000, 1000),
});

/** The vendors of the organization by name (procurement-api 40, 117). Few of them are the whole answer, without a cursor. */
export function listVendors(table: Table) {
  return defineRoute('GET /v1/erp/vendors', {
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { limit, cursor, ...filter }, caller: { orgId } }) {
      const scope = [orgId, 'vendors', filter.status, filter.name];
      const after = decodeCursor(scope, VENDOR_POSITION, cursor);
      const { vendors, hasMore } = pageOfVendors(await queryVendors(table, orgId), filter, limit, after);
      const last = hasMore ? vendors.at(-1) : undefined;
      const { data, ...paging } = viewPage(scope, vendors.map(viewVendor), last && vendorPosition(last));
      const isAll = after === undefined && !hasMore;
      return { status: 200, body: isAll ? { data } : { ...paging, data } };
    },
  });
}
