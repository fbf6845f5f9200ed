import * as z from 'zod/mini';
import { CostCenterSchema, OrganizationSchema, PersonSchema, VendorSchema } from '../../core/domain/organization.ts';
import { CurrencySchema } from '../../core/domain/request-input.ts';
import { PARTNER_NAMES } from '../../core/sync/partners.ts';

const amount = z.number().check(z.minimum(0));

/** An organization as its operator describes it: approvers, cost centers, budgets, vendors and integrations. */
export const OrganizationDocumentSchema = z.strictObject({
  org_id: z.string().check(z.regex(/^org_[A-Za-z0-9]+$/, { error: 'must be org_ and letters or digits' })),
  name: z.string().check(z.minLength(1)),
  default_approver_id: OrganizationSchema.shape.default_approver_id.check(z.minLength(1)),
  allow_self_approval: z._default(z.boolean(), false),
  budget_policy: OrganizationSchema.shape.budget_policy,
  fiscal_year_start_month: OrganizationSchema.shape.fiscal_year_start_month,
  cost_centers: z.array(z.strictObject(z.omit(CostCenterSchema, { org_id: true }).shape)),
  people: z._default(z.array(z.strictObject(z.omit(PersonSchema, { org_id: true }).shape)), []),
  budgets: z.array(
    z.strictObject({
      fiscal_year: z.int(),
      cost_center: z.string().check(z.minLength(1)),
      annual_budget: amount,
      spent: amount,
      committed: amount,
      currency: CurrencySchema,
    }),
  ),
  vendors: z.array(z.strictObject(VendorSchema.shape)),
  integrations: z.array(
    z.strictObject({
      partner: z.enum(PARTNER_NAMES),
      enabled: z.boolean(),
      settings: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type OrganizationDocument = z.infer<typeof OrganizationDocumentSchema>;
