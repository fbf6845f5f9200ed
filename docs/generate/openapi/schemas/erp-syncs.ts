import * as z from 'zod';
import { ERP_SOURCES } from '../../../../core/domain/procurement-request.ts';
import { JOB_SCOPES, PULL_SCOPES } from '../../../../core/pull/scopes.ts';
import { Count, Name, UnixSeconds } from './common.ts';
import { Sync } from './syncs.ts';

/** A value for each scope that a sync pulls. */
function ofEachScope(value: z.ZodType) {
  return z.strictObject({
    vendors: value.optional(),
    budgets: value.optional(),
    purchase_orders: value.optional(),
    catalogs: value.optional(),
  });
}

const newErpSync = {
  sync_job_id: Name,
  erp_source: z.enum(ERP_SOURCES).exclude(['manual']),
  scope: z.enum(JOB_SCOPES),
  status: z.enum(['queued', 'running', 'completed', 'failed']),
  queued_at: UnixSeconds,
  estimated_entities: ofEachScope(Count),
};

const NewErpSync = z.strictObject(newErpSync).meta({ id: 'NewErpSync' });

/** The first sync, and with several ERPs the list of all. */
export const StartedErpSync = z.strictObject({ ...newErpSync, jobs: z.array(NewErpSync).optional() });

export const ErpSync = z
  .strictObject({
    ...newErpSync,
    started_at: UnixSeconds.nullable(),
    ended_at: UnixSeconds.nullable(),
    progress: ofEachScope(z.strictObject({ seen: Count, changed: Count, unchanged: Count, failed: Count })),
    errors: z.array(z.strictObject({ scope: z.enum(PULL_SCOPES), record: Name.nullable(), message: Name })),
  })
  .meta({ id: 'ErpSync' });

/** What a sync job id names. */
export const SyncJob = z.union([ErpSync, Sync]);
