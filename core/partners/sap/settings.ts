import { createHash } from 'node:crypto';
import * as z from 'zod';
import { REQUEST_TYPES } from '../../domain/procurement-request.ts';

/** What an organization's SAP integration needs to know, none of which a procurement request carries. Lengths are SAP's. */

function perType(max: number) {
  return z.record(z.enum(REQUEST_TYPES), z.string().min(1).max(max));
}

export const SapSettingsSchema = z.object({
  /** Scheme, host and port, and for on-premise systems what stands before `/sap/opu`. */
  base_url: z.url(),
  /** On-premise systems: added to every call as `sap-client`. */
  client: z.string().length(3).optional(),
  auth: z.discriminatedUnion('type', [
    z.object({ type: z.literal('basic') }),
    z.object({ type: z.literal('oauth2_client_credentials'), token_url: z.url() }),
  ]),
  company_code: z.string().min(1).max(4),
  purchasing_organization: z.string().min(1).max(4),
  purchasing_group: z.string().min(1).max(3),
  plant: z.string().min(1).max(4),
  controlling_area: z.string().min(1).max(4),
  purchase_order_type: z.string().min(1).max(4).default('NB'),
  language: z.string().length(2).default('EN'),
  unit: z.string().min(1).max(3).default('EA'),
  tax_code: z.string().min(1).max(2),
  material_group: perType(9),
  gl_account: perType(10),
  /** Vendor name to supplier number, and cost center to SAP's, which has ten characters at most. */
  suppliers: z.record(z.string(), z.string().min(1).max(10)),
  cost_centers: z.record(z.string(), z.string().min(1).max(10)),
  request_timeout_seconds: z.int().min(1).max(10).default(10),
});
export type SapSettings = z.infer<typeof SapSettingsSchema>;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const REFERENCE_LENGTH = 12;

/**
 * The reference planted in an order's `CorrespncExternalReference`, by which it is found again: SAP gives twelve
 * characters, too few for a request's id, so it is derived from organization and id (60 bits of their SHA-256).
 */
export function sapReference(orgId: string, requestId: string): string {
  return Array.from(
    createHash('sha256').update(`${orgId}/${requestId}`).digest().subarray(0, REFERENCE_LENGTH),
    (byte) => BASE32.charAt(byte % BASE32.length),
  ).join('');
}
