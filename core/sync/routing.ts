import type { Organization } from '../domain/organization.ts';
import type { ErpSource } from '../domain/procurement-request.ts';
import { isPartner, PARTNER_NAMES, PARTNERS, type Partner, type PartnerDescription } from './partners.ts';

/** The `erp_source` of new requests: that of the first enabled ERP, else `manual`. */
export function erpSourceOf({ enabled_partners }: Organization): ErpSource {
  return enabled_partners.map(sourceOf).find((source) => source !== undefined) ?? 'manual';
}

/**
 * The partners that an order with this ERP source goes to. An ERP that is disabled when a request is approved gets the order
 * once it is enabled and resumed.
 */
export function destinationsOf(source: ErpSource): Partner[] {
  return PARTNER_NAMES.filter((partner) => sourceOf(partner) === source);
}

function sourceOf(name: string): ErpSource | undefined {
  const partner: PartnerDescription | undefined = isPartner(name) ? PARTNERS[name] : undefined;
  return partner?.erpSource;
}
