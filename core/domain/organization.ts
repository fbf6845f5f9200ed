import * as z from 'zod/mini';
import { REQUEST_TYPES } from './procurement-request.ts';

/** Far below DynamoDB's 400 KB for an item, which has the routes of all integrations. */
const MAX_ROUTED_COST_CENTERS = 200;

/** Which requests an enabled integration gets; null: of any. */
export const RoutingSchema = z.object({
  request_types: z._default(z.nullable(z.array(z.enum(REQUEST_TYPES)).check(z.maxLength(REQUEST_TYPES.length))), null),
  cost_centers: z._default(z.nullable(z.array(z.string()).check(z.maxLength(MAX_ROUTED_COST_CENTERS))), null),
});
export type Routing = z.infer<typeof RoutingSchema>;

/** A tenant: the fields that the rules use. */
export const OrganizationSchema = z.object({
  org_id: z.string(),
  name: z.string(),
  default_approver_id: z.string(),
  allow_self_approval: z.boolean(),
  /** Whether an approval may exceed the cost center's budget: `warn` permits it (procurement-api 56). */
  budget_policy: z._default(z.enum(['warn', 'block']), 'warn'),
  /** The month, from 1, in which the fiscal year begins. A fiscal year has the number of the calendar year in which it ends. */
  fiscal_year_start_month: z._default(z.int().check(z.minimum(1), z.maximum(12)), 1),
  /** Whether what a supplier has shipped counts as received (spendint 48). */
  receive_on_shipment: z._default(z.boolean(), false),
  /** Of each enabled integration, in the order in which they were enabled. */
  routes: z._default(z.array(z.extend(RoutingSchema, { partner: z.string() })), []),
  /** Counts the writes. */
  version: z._default(z.int(), 1),
});
export type Organization = z.infer<typeof OrganizationSchema>;

export const CostCenterSchema = z.object({
  org_id: z.string(),
  code: z.string(),
  name: z.string(),
  /** Approves this cost center's requests; null: the organization's default approver does. */
  approver_id: z.nullable(z.string()),
});
export type CostCenter = z.infer<typeof CostCenterSchema>;

/** What is charged for a requester's purchases that name no cost center, and whose ticket names none. */
export const PersonSchema = z.object({
  org_id: z.string(),
  user_id: z.string(),
  cost_center: z.nullable(z.string()),
  budget_code: z.nullable(z.string()),
});
export type Person = z.infer<typeof PersonSchema>;

/** As stored. */
export const VendorSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  tier: z.string(),
  website: z.nullable(z.string()),
  primary_contact_name: z.nullable(z.string()),
  primary_contact_email: z.nullable(z.string()),
  categories: z.array(z.string()),
  contract_expires_at: z.nullable(z.int()),
  tags: z.array(z.string()),
  /** Its numbers at the partners that have told of it. */
  erp_ids: z._default(z.record(z.string(), z.string()), {}),
  /** Counts the writes. */
  version: z._default(z.int(), 1),
});
export type Vendor = z.infer<typeof VendorSchema>;

/** A vendor as the API shows it (procurement-api 40). */
export function viewVendor({ erp_ids: _, version: __, ...vendor }: Vendor) {
  return vendor;
}

export function approverOf(organization: Organization, costCenter: CostCenter): string {
  return costCenter.approver_id ?? organization.default_approver_id;
}
