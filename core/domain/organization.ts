import * as z from 'zod';
import type { ErpSource } from './procurement-request.ts';

/** What the rules need to know of a tenant. */
export const OrganizationSchema = z.object({
  org_id: z.string(),
  name: z.string(),
  default_approver_id: z.string(),
  allow_self_approval: z.boolean(),
  /** Partners whose integration is enabled. */
  enabled_partners: z.array(z.string()),
});
export type Organization = z.infer<typeof OrganizationSchema>;

export const CostCenterSchema = z.object({
  org_id: z.string(),
  code: z.string(),
  name: z.string(),
  /** Approves this cost center's requests; null: the organization's default approver does. */
  approver_id: z.string().nullable(),
});
export type CostCenter = z.infer<typeof CostCenterSchema>;

/** A vendor as the seed's "List vendors" shows it. */
export const VendorSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  tier: z.string(),
  website: z.string().nullable(),
  primary_contact_name: z.string().nullable(),
  primary_contact_email: z.string().nullable(),
  categories: z.array(z.string()),
  contract_expires_at: z.int().nullable(),
  tags: z.array(z.string()),
});
export type Vendor = z.infer<typeof VendorSchema>;

const ERP_OF_PARTNER: ReadonlyMap<string, ErpSource> = new Map([
  ['sap', 'sap_s4hana'],
  ['oracle', 'oracle_erp'],
]);

/** The ERP that numbers this organization's orders: the first that is enabled, else people do it by hand. */
export function erpSourceOf({ enabled_partners }: Organization): ErpSource {
  return (
    enabled_partners.map((partner) => ERP_OF_PARTNER.get(partner)).find((source) => source !== undefined) ?? 'manual'
  );
}

/** The partners that must learn of an approved request with this ERP. */
export function destinationsOf(organization: Organization, source: ErpSource): string[] {
  return organization.enabled_partners.filter((partner) => ERP_OF_PARTNER.get(partner) === source);
}

/** The cost center's approver, else the organization's default. */
export function approverOf(organization: Organization, costCenter: CostCenter): string {
  return costCenter.approver_id ?? organization.default_approver_id;
}
