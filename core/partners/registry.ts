import type { Partner } from '../sync/partners.ts';
import type { PartnerDefinition } from './definition.ts';
import { SAP_DEFINITION } from './sap/definition.ts';

/** How each partner is set up. Its mappings are in `mappings.ts`. */
export const PARTNER_DEFINITIONS: Readonly<Record<Partner, PartnerDefinition>> = { sap: SAP_DEFINITION };
