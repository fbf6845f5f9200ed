import * as z from 'zod';
import { CostCenterSchema, OrganizationSchema, VendorSchema } from '../../core/domain/organization.ts';
import { CurrencySchema } from '../../core/domain/request-input.ts';
import { PARTNER_NAMES } from '../../core/sync/partners.ts';

const amount = z.number().min(0);

/** An organization as its operator describes it: approvers, cost centers, budgets, vendors and integrations. */
export const OrganizationDocumentSchema = z.strictObject({
  org_id: z.string().regex(/^org_[A-Za-z0-9]+$/, { error: 'must be org_ and letters or digits' }),
  name: z.string().min(1),
  default_approver_id: OrganizationSchema.shape.default_approver_id.min(1),
  allow_self_approval: z.boolean().default(false),
  budget_policy: OrganizationSchema.shape.budget_policy,
  cost_centers: z.array(CostCenterSchema.omit({ org_id: true }).strict()),
  budgets: z.array(
    z.strictObject({
      fiscal_year: z.int(),
      cost_center: z.string().min(1),
      annual_budget: amount,
      spent: amount,
      committed: amount,
      currency: CurrencySchema,
    }),
  ),
  vendors: z.array(VendorSchema.strict()),
  integrations: z.array(
    z.strictObject({
      partner: z.enum(PARTNER_NAMES),
      enabled: z.boolean(),
      settings: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type OrganizationDocument = z.infer<typeof OrganizationDocumentSchema>;
