import type { Findings, Reading, Sender } from './document.ts';

const MISSING = {
  price: 'The product for which you are trying to update pricing does not exist',
  availability: 'The product for which you are trying to update availability does not exist',
};

/** Prices and availability are of supplier products that exist; `skus` are those of the supplier (spendint 22). */
export function existenceFindings<Head, Value>(
  kind: 'price' | 'availability',
  { entries }: Reading<Head, Value>,
  skus: ReadonlySet<string>,
): Findings {
  return {
    document: [],
    entries: entries.map(({ keys: { sku = '' } }) => (sku === '' || skus.has(sku) ? [] : [MISSING[kind]])),
  };
}

/** A supplier sends its own documents only; one that doesn't say whose it is, where it needn't, is the caller's (spendint 18). */
export function supplierFindings({ supplier_id }: Sender, caller: string): Findings {
  const foreign = supplier_id !== '' && supplier_id !== caller;
  return { document: foreign ? ['The supplier of this document is not the supplier of this user'] : [], entries: [] };
}
