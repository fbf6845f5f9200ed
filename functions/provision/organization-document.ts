import * as z from 'zod';
import { isCurrency } from '../../core/domain/money.ts';
import { CostCenterSchema, OrganizationSchema, VendorSchema } from '../../core/domain/organization.ts';
import { PARTNERS } from '../../core/partners/names.ts';

const amount = z.number().min(0);

/** An organization as its operator describes it: who approves what, with which money, through which systems. */
export const OrganizationDocumentSchema = z.strictObject({
  org_id: z.string().regex(/^org_[A-Za-z0-9]+$/),
  name: z.string().min(1),
  default_approver_id: OrganizationSchema.shape.default_approver_id.min(1),
  allow_self_approval: z.boolean().default(false),
  cost_centers: z.array(CostCenterSchema.omit({ org_id: true }).strict()),
  budgets: z.array(
    z.strictObject({
      fiscal_year: z.int(),
      cost_center: z.string().min(1),
      annual_budget: amount,
      spent: amount,
      committed: amount,
      currency: z.string().refine(isCurrency, { error: 'is not an ISO 4217 currency code' }),
    }),
  ),
  vendors: z.array(VendorSchema.strict()),
  integrations: z.array(
    z.strictObject({ partner: z.enum(PARTNERS), enabled: z.boolean(), settings: z.record(z.string(), z.unknown()) }),
  ),
});
export type OrganizationDocument = z.infer<typeof OrganizationDocumentSchema>;
