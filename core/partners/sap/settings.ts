import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { REQUEST_TYPES } from '../../domain/procurement-request.ts';
import { IntegrationSettingsSchema } from '../../sync/integration-settings.ts';
import { PartnerUrlSchema } from '../integration.ts';

/** The settings of an organization's SAP integration: what SAP needs and a procurement request lacks (sap 16, 18, 19). */

function perType(max: number) {
  return z.record(z.enum(REQUEST_TYPES), z.string().check(z.minLength(1), z.maxLength(max)));
}

/** A path of SAP's, below the base URL. */
const path = z
  .string()
  .check(z.regex(/^\/[\w./-]+[\w]$/, { error: 'must be a path such as /sap/opu/odata/sap/API_PRODUCT_SRV' }));

export const SapSettingsSchema = z.extend(IntegrationSettingsSchema, {
  /** Scheme, host and port, and for on-premise systems the path before `/sap/opu`. */
  base_url: PartnerUrlSchema,
  /** On-premise systems: sent with every call as `sap-client` (sap 3). */
  client: z.optional(z.string().check(z.length(3))),
  auth: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('basic') }),
    z.strictObject({ type: z.literal('oauth2_client_credentials'), token_url: PartnerUrlSchema }),
  ]),
  company_code: z.string().check(z.minLength(1), z.maxLength(4)),
  purchasing_organization: z.string().check(z.minLength(1), z.maxLength(4)),
  purchasing_group: z.string().check(z.minLength(1), z.maxLength(3)),
  plant: z.string().check(z.minLength(1), z.maxLength(4)),
  controlling_area: z.string().check(z.minLength(1), z.maxLength(4)),
  purchase_order_type: z._default(z.string().check(z.minLength(1), z.maxLength(4)), 'NB'),
  language: z._default(z.string().check(z.length(2)), 'EN'),
  unit: z._default(z.string().check(z.minLength(1), z.maxLength(3)), 'EA'),
  tax_code: z.string().check(z.minLength(1), z.maxLength(2)),
  material_group: perType(9),
  gl_account: perType(10),
  /** The plan that budgets are made of (sap 65). */
  planning_category: z._default(z.string().check(z.minLength(1), z.maxLength(10)), 'PLN'),
  ledger: z._default(z.string().check(z.minLength(1), z.maxLength(4)), '0L'),
  /** The services that suppliers, products, plan and actual figures are read from (sap 62). */
  business_partner_path: z._default(path, '/sap/opu/odata/sap/API_BUSINESS_PARTNER'),
  product_path: z._default(path, '/sap/opu/odata/sap/API_PRODUCT_SRV'),
  plan_path: z._default(path, '/sap/opu/odata/sap/API_FINPLANNINGENTRYITEM_SRV'),
  actuals_path: z._default(path, '/sap/opu/odata/sap/API_OPLACCTGDOCITEMCUBE_SRV'),
});
export type SapSettings = z.infer<typeof SapSettingsSchema>;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const REFERENCE_LENGTH = 12;

/**
 * The reference planted in an order's `CorrespncExternalReference` to find it again (sap 33). The field has twelve
 * characters, too few for an order's id, so the reference is 60 bits of the SHA-256 of organization and order id.
 */
export function sapReference(orgId: string, orderId: string): string {
  return Array.from(createHash('sha256').update(`${orgId}/${orderId}`).digest().subarray(0, REFERENCE_LENGTH), (byte) =>
    BASE32.charAt(byte % BASE32.length),
  ).join('');
}

/** Whether an order's reference has the form of the hub's: a person rarely writes twelve such characters. */
export function isSapReference(reference: string): boolean {
  return new RegExp(`^[${BASE32}]{${REFERENCE_LENGTH}}$`).test(reference);
}

/** Root of the purchase order service API_PURCHASEORDER_2, OData V4 (sap 1, 2). */
export const PURCHASE_ORDER_ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001';

/** On-premise systems get their client number with each call (sap 3). */
export function serviceUrl({ base_url, client }: SapSettings, path: string, root = PURCHASE_ORDER_ROOT): URL {
  const url = new URL(base_url.replace(/\/$/, '') + root + path);
  if (client !== undefined) url.searchParams.set('sap-client', client);
  return url;
}
