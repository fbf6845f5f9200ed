import * as z from 'zod';
import { COST_GROUPS } from '../../../../core/domain/cost-summary.ts';
import { Amount, Count, CurrencyCode, Name, UnixSeconds } from './common.ts';
import { HISTORY_ACTIONS } from './requests.ts';

export const Ticket = z
  .strictObject({
    id: Name,
    org_id: Name,
    requester_id: Name.nullable(),
    cost_center: Name.nullable(),
    budget_code: Name.nullable(),
    project: Name.nullable(),
    assets: z.array(Name),
    updated_at: UnixSeconds,
  })
  .meta({ id: 'Ticket' });

const TimelineEntry = z
  .strictObject({
    ticket_id: Name,
    action: z.enum(['procurement_requested', ...HISTORY_ACTIONS, 'partially_received', 'received']),
    procurement_id: Name,
    by: Name,
    at: UnixSeconds,
  })
  .meta({ id: 'TimelineEntry' });

export const Timeline = z.strictObject({ ticket_id: Name, data: z.array(TimelineEntry) });

const Cost = z
  .strictObject({
    key: Name.nullable(),
    requested: Amount,
    committed: Amount,
    spent: Amount,
    currency: CurrencyCode,
    requests: Count,
  })
  .meta({ id: 'Cost' });

export const Costs = z.strictObject({
  group_by: z.enum(COST_GROUPS),
  fiscal_year: z.int().nullable(),
  data: z.array(Cost),
});
