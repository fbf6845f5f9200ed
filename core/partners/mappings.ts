import type * as z from 'zod/mini';
import type { Partner } from '../sync/partners.ts';
import type { PartnerMappings } from './mapped.ts';
import { SAP_MAPPINGS } from './sap/mappings.ts';

/** Each partner's mappings, apart from its registry entry: an approval loads nothing else of a partner. */
export const PARTNER_MAPPINGS: Readonly<Record<Partner, PartnerMappings>> = { sap: SAP_MAPPINGS };

/** What a value must be, by the partner's kinds. */
export function kindsOf(partner: Partner): ReadonlyMap<string, z.ZodMiniType<string>> {
  return new Map(Object.entries(PARTNER_MAPPINGS[partner].kinds));
}
