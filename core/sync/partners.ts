import type { ErpSource } from '../domain/procurement-request.ts';

export interface PartnerDescription {
  /** The name that messages to people use. */
  readonly displayName: string;
  /** For an ERP: the `erp_source` of the requests that it fulfils. */
  readonly erpSource?: ErpSource;
}

/**
 * The systems that the hub syncs with. The key is the partner's name in event destinations, secrets, sync records and
 * folders; `sync-<key>` is the base name of its function, queue, alarms and runbook sections.
 */
export const PARTNERS = {
  sap: { displayName: 'SAP', erpSource: 'sap_s4hana' },
} as const satisfies Readonly<Record<string, PartnerDescription>>;

export type Partner = keyof typeof PARTNERS;

export function isPartner(name: string): name is Partner {
  return Object.hasOwn(PARTNERS, name);
}

export const PARTNER_NAMES: readonly Partner[] = Object.keys(PARTNERS).filter(isPartner);

/** The base name of a partner's consumer: its function, queue, alarms and runbook sections. */
export function syncBaseName<const Name extends Partner>(partner: Name): `sync-${Name}` {
  return `sync-${partner}`;
}
