import * as z from 'zod';
import { Count, Name, PartnerName, UnixSeconds } from './common.ts';

const sync = {
  sync_job_id: Name,
  partner: PartnerName,
  flow: Name,
  procurement_id: Name.nullable(),
  purchase_order_id: Name,
  status: z.enum(['pending', 'in_flight', 'waiting', 'synced', 'failed', 'unknown']),
  attempts: Count,
  partner_document_id: Name.nullable(),
  last_error: z.strictObject({ code: Name, message: Name, at: UnixSeconds }).nullable(),
  next_attempt_at: UnixSeconds.nullable(),
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
};

export const Sync = z.strictObject(sync).meta({ id: 'Sync' });

export const SyncWithAction = z.strictObject({ ...sync, action: Name }).meta({ id: 'SyncWithAction' });

const counted = { dry_run: z.boolean(), count: Count, has_more: z.boolean() };

export const RetriedSyncs = z.strictObject({ ...counted, dry_run: z.literal(false), data: z.array(Sync) });

export const SyncsToRetry = z.strictObject({ ...counted, dry_run: z.literal(true), sync_job_ids: z.array(Name) });
