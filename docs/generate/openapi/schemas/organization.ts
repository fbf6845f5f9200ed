import * as z from 'zod';
import { Name } from './common.ts';

export const Organization = z
  .strictObject({
    org_id: Name,
    name: Name,
    default_approver_id: Name,
    allow_self_approval: z.boolean(),
    budget_policy: z.enum(['warn', 'block']),
    fiscal_year_start_month: z.int().min(1).max(12),
    receive_on_shipment: z.boolean(),
    cost_centers: z.array(z.strictObject({ code: Name, name: Name, approver_id: Name.nullable() })),
    people: z.array(z.strictObject({ user_id: Name, cost_center: Name.nullable(), budget_code: Name.nullable() })),
  })
  .meta({ id: 'Organization' });
