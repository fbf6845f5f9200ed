import type { ErpSource } from '../domain/procurement-request.ts';

export interface PartnerDescription {
  readonly displayName: string;
  /** For an ERP: the `erp_source` of the requests that it fulfils. */
  readonly erpSource?: ErpSource;
}

/** The systems that the hub syncs with. The key names the partner in destinations, secrets, sync records and folders. */
export const PARTNERS = {
  sap: { displayName: 'SAP', erpSource: 'sap_s4hana' },
} as const satisfies Readonly<Record<string, PartnerDescription>>;

export type Partner = keyof typeof PARTNERS;

export function isPartner(name: string): name is Partner {
  return Object.hasOwn(PARTNERS, name);
}

export const PARTNER_NAMES: readonly Partner[] = Object.keys(PARTNERS).filter(isPartner);

export function syncBaseName<const Name extends Partner>(partner: Name): `sync-${Name}` {
  return `sync-${partner}`;
}

/** The partners that records are pulled from: the ERPs. */
export const ERP_PARTNERS: readonly Partner[] = PARTNER_NAMES.filter((partner) => 'erpSource' in PARTNERS[partner]);

export function pullBaseName<const Name extends Partner>(partner: Name): `pull-${Name}` {
  return `pull-${partner}`;
}
