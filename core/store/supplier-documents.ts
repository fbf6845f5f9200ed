import { replaceItem, type Write } from './write.ts';

/** Placeholder. */
export function saveImported(imported: {
  readonly orgId: string;
  readonly supplierId: string;
  readonly importId: string;
  readonly document: number;
  readonly changed: number;
  readonly failed: number;
  readonly nowMs: number;
}): Write {
  const pk = `ORG#${imported.orgId}#SUPPLIER_DOCUMENTS`;
  return replaceItem({ pk, sk: `${imported.importId}#${imported.document}`, ...imported });
}
