import { newRequest } from '../../../core/domain/create-request.ts';
import { approverOf } from '../../../core/domain/organization.ts';
import { purchaseOf } from '../../../core/domain/purchase.ts';
import { CreateRequestSchema } from '../../../core/domain/request-input.ts';
import { viewRequest } from '../../../core/domain/request-view.ts';
import { utcDay } from '../../../core/domain/time.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { newRequestId } from '../../../core/runtime/ids.ts';
import { loadCostCenter } from '../../../core/store/organizations.ts';
import { saveNewRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';
import { saveTimelineEntry } from '../../../core/store/ticket-timeline.ts';
import { chooseErpSource } from '../erp-source.ts';
import { loadCharge } from '../load-charge.ts';
import { loadSupplierOffer } from '../load-supplier-offer.ts';

/** Creates a draft, or with `submit` a request for approval (procurement-api 22–26). */
export function createRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement', {
    roles: ROLES,
    body: CreateRequestSchema,
    async handle({ body, caller, now, nowMs }) {
      const { orgId, userId } = caller;
      const offer = await loadSupplierOffer(table, orgId, body.items, nowMs);
      const purchase = purchaseOf(body, offer, utcDay(now));
      const charge = await loadCharge(table, body, caller, nowMs);
      const { organization, costCenter } = await loadCostCenter(table, orgId, charge.cost_center, nowMs);
      const routed = { type: body.type, cost_center: charge.cost_center };
      const request = newRequest(body, {
        id: newRequestId(),
        orgId,
        requesterId: userId,
        approverId: approverOf(organization, costCenter),
        erpSource: await chooseErpSource(table, organization, routed),
        purchase,
        charge,
        now,
      });
      return {
        status: 201,
        body: viewRequest(request),
        version: request.version,
        writes: [saveNewRequest(request, nowMs), ...saveTimelineEntry(request)],
      };
    },
  });
}
