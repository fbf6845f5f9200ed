import type { Organization } from '../domain/organization.ts';
import type { ErpSource } from '../domain/procurement-request.ts';
import { isPartner, PARTNERS, type Partner, type PartnerDescription } from './partners.ts';

/** The `erp_source` of new requests: that of the first enabled ERP, else `manual`. */
export function erpSourceOf({ enabled_partners }: Organization): ErpSource {
  return enabled_partners.map(sourceOf).find((source) => source !== undefined) ?? 'manual';
}

/** The partners that an approved request with this ERP source goes to. */
export function destinationsOf({ enabled_partners }: Organization, source: ErpSource): Partner[] {
  return enabled_partners.filter(isPartner).filter((partner) => sourceOf(partner) === source);
}

function sourceOf(name: string): ErpSource | undefined {
  const partner: PartnerDescription | undefined = isPartner(name) ? PARTNERS[name] : undefined;
  return partner?.erpSource;
}
