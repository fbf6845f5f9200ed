import * as z from 'zod/mini';
import { CostCenterSchema, OrganizationSchema, PersonSchema, VendorSchema } from '../../core/domain/organization.ts';
import { CurrencySchema } from '../../core/domain/request-input.ts';
import { validate } from '../../core/domain/validation.ts';
import { kindsOf } from '../../core/partners/mappings.ts';
import { PARTNER_NAMES, type Partner } from '../../core/sync/partners.ts';

/** By kind and key. */
const MappingsSchema = z.record(z.string(), z.record(z.string().check(z.minLength(1)), z.string()));

/** The mappings of an integration, one by one. */
export function mappingsIn(mappings: z.infer<typeof MappingsSchema>) {
  return Object.entries(mappings).flatMap(([kind, values]) =>
    Object.entries(values).map(([key, value]) => ({ kind, key, value })),
  );
}

function mappingFault(partner: Partner, kind: string, value: string): string | undefined {
  const schema = kindsOf(partner).get(kind);
  if (!schema) return 'is not a kind of mapping of this partner';
  const result = validate(schema, value);
  return 'fields' in result ? result.fields[0]?.message : undefined;
}

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
    z
      .strictObject({
        partner: z.enum(PARTNER_NAMES),
        enabled: z.boolean(),
        settings: z.record(z.string(), z.unknown()),
        mappings: z._default(MappingsSchema, {}),
      })
      .check(
        z.superRefine(({ partner, mappings }, context) => {
          for (const { kind, key, value } of mappingsIn(mappings)) {
            const message = mappingFault(partner, kind, value);
            if (message !== undefined) context.addIssue({ code: 'custom', path: ['mappings', kind, key], message });
          }
        }),
      ),
  ),
});
export type OrganizationDocument = z.infer<typeof OrganizationDocumentSchema>;
