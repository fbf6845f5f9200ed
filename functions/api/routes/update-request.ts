import { approverOf } from '../../../core/domain/organization.ts';
import { type ProcurementRequest, transition } from '../../../core/domain/procurement-request.ts';
import { changedPurchase } from '../../../core/domain/purchase.ts';
import { definedFields, UpdateRequestSchema } from '../../../core/domain/request-input.ts';
import { viewUpdatedRequest } from '../../../core/domain/request-view.ts';
import { utcDay } from '../../../core/domain/time.ts';
import { mayEditOthers, ROLES } from '../../../core/runtime/http/caller.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadCostCenter } from '../../../core/store/organizations.ts';
import { loadRequest, saveRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';
import { chooseErpSource } from '../erp-source.ts';
import { loadSupplierOffer } from '../load-supplier-offer.ts';

/** Changes a draft or a pending request (procurement-api 28–31). */
export function updateRequest(table: Table) {
  return defineRoute('PATCH /v1/erp/procurement/{id}', {
    roles: ROLES,
    body: UpdateRequestSchema,
    async handle({ body: { items, vendor, cost_center, ...rest }, params: { id }, caller, ifMatch, now, nowMs }) {
      const request = await loadRequest(table, caller.orgId, id);
      requireMatch(ifMatch, request);
      const offer = await loadSupplierOffer(table, caller.orgId, items, nowMs);
      const changes = {
        ...definedFields(rest),
        ...changedPurchase(request, { vendor, ...(items && { items }) }, offer, utcDay(now)),
        ...(cost_center !== undefined && (await costCenterChange(table, request, cost_center, nowMs))),
      };
      const command = { kind: 'edit', by: caller.userId, mayEditOthers: mayEditOthers(caller), changes } as const;
      const updated = transition(request, command, now);
      return {
        status: 200,
        body: viewUpdatedRequest(updated),
        version: updated.version,
        writes: [saveRequest(updated)],
      };
    },
  });
}

/** A request's approver is its cost center's, and its ERP may be another. */
async function costCenterChange(table: Table, { org_id, type }: ProcurementRequest, code: string, nowMs: number) {
  const { organization, costCenter } = await loadCostCenter(table, org_id, code, nowMs);
  return {
    cost_center: code,
    approver_id: approverOf(organization, costCenter),
    erp_source: await chooseErpSource(table, organization, { type, cost_center: code }),
  };
}
