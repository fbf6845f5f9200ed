import * as z from 'zod';
import { HubError } from '../../../core/domain/errors.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { requestNotFound } from '../../../core/store/requests.ts';
import { getRequestWithSync, updateSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { mayBeRetried, retryOrdered } from '../../../core/sync/sync-record.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

/** `POST /v1/erp/procurement/{id}/sync/retry`: a person has mended the cause; every sync that is parked or lost is tried again. */
export function retryRequestSync(table: Table) {
  return defineRoute({
    roles: ['procurement_approver', 'procurement_admin'],
    body: z.strictObject({}),
    async handle({ params: { id = '' }, caller, nowMs }) {
      const found = await getRequestWithSync(table, caller.orgId, id);
      if (!found) throw requestNotFound(id);
      const parked = found.records.filter((record) => mayBeRetried(record, nowMs));
      if (parked.length === 0)
        throw new HubError('conflict', 'sync.not_parked', `No sync of ${id} waits for a person.`);
      const retried = parked.map((record) => ({ record, next: retryOrdered(record, nowMs) }));
      return {
        status: 202,
        body: { id, status: found.request.status, data: retried.map(({ next }) => viewSync(next)) },
        writes: retried.map(({ record, next }) => updateSyncRecord(record, next)),
      };
    },
  });
}
