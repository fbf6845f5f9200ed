import * as z from 'zod/mini';
import { RoutingSchema, VendorSchema } from '../../core/domain/organization.ts';
import { entriesAreConsistent, ORGANIZATION_FIELDS } from '../../core/domain/organization-input.ts';
import { CurrencySchema } from '../../core/domain/request-input.ts';
import { CredentialInputSchema, SUPPLIER_FIELDS } from '../../core/domain/supplier-input.ts';
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
export const OrganizationDocumentSchema = z
  .strictObject({
    ...ORGANIZATION_FIELDS,
    org_id: z.string().check(z.regex(/^org_[A-Za-z0-9]+$/, { error: 'must be org_ and letters or digits' })),
    /** Whether an organization that exists becomes what the document says. */
    replace: z._default(z.boolean(), false),
    allow_self_approval: z._default(ORGANIZATION_FIELDS.allow_self_approval, false),
    budget_policy: z._default(ORGANIZATION_FIELDS.budget_policy, 'warn'),
    fiscal_year_start_month: z._default(ORGANIZATION_FIELDS.fiscal_year_start_month, 1),
    receive_on_shipment: z._default(ORGANIZATION_FIELDS.receive_on_shipment, false),
    people: z._default(ORGANIZATION_FIELDS.people, []),
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
    vendors: z.array(z.strictObject(z.omit(VendorSchema, { version: true }).shape)),
    /** Those that exist and are not in the document stay, because orders name them. */
    suppliers: z._default(
      z.array(z.strictObject({ ...SUPPLIER_FIELDS, credential: z.optional(CredentialInputSchema) })),
      [],
    ),
    integrations: z.array(
      z
        .strictObject({
          partner: z.enum(PARTNER_NAMES),
          enabled: z.boolean(),
          settings: z.record(z.string(), z.unknown()),
          routing: z._default(z.strictObject(RoutingSchema.shape), { request_types: null, cost_centers: null }),
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
  })
  .check(
    entriesAreConsistent(),
    z.superRefine(({ suppliers, vendors }, { addIssue }) => {
      suppliers.forEach(({ supplier_id, vendor_id }, index) => {
        const others = suppliers.slice(0, index);
        const fault = (field: string, message: string) =>
          addIssue({ code: 'custom', path: ['suppliers', index, field], message });
        if (others.some((one) => one.supplier_id === supplier_id)) fault('supplier_id', 'must be in the list once');
        if (vendor_id === null) return;
        if (others.some((one) => one.vendor_id === vendor_id)) fault('vendor_id', 'must be that of one supplier');
        if (!vendors.some(({ id }) => id === vendor_id)) fault('vendor_id', 'must be the id of one of vendors');
      });
    }),
  );
export type OrganizationDocument = z.infer<typeof OrganizationDocumentSchema>;
