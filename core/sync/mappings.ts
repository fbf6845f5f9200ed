/**
 * Mappings tell what an organization's master data is called at a partner: the cost center `CC-IT-EUS` is `CCITEUS` in
 * SAP. Each partner declares its kinds; the keys of these two are the hub's own.
 */
export const VENDOR_KIND = 'vendor';
export const COST_CENTER_KIND = 'cost_center';

export interface MappingKey {
  readonly kind: string;
  readonly key: string;
}

/** A mapping without which a partner can't take a document. */
export interface RequiredMapping extends MappingKey {
  readonly kind: typeof VENDOR_KIND | typeof COST_CENTER_KIND;
  /** How people know what is mapped, where the key does not tell. */
  readonly name?: string | undefined;
}

/** The partner's values by `mappingName`. */
export type Mappings = ReadonlyMap<string, string>;

export function mappingName({ kind, key }: MappingKey): string {
  return `${kind}#${key}`;
}
