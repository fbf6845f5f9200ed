import { replaceItem, type Write } from './write.ts';

/** Placeholder. */
export interface ImportedCatalog {
  readonly org_id: string;
  readonly supplier_id: string;
  readonly import_id: string;
  readonly document: number;
  readonly third_party_import_id: string | null;
  readonly changed: number;
  readonly failed: number;
  readonly accepted_at: number;
}

export function saveImported(catalog: ImportedCatalog): Write {
  const pk = `ORG#${catalog.org_id}#SUPPLIER_DOCUMENTS`;
  return replaceItem({ pk, sk: `${catalog.import_id}#${catalog.document}`, ...catalog });
}
