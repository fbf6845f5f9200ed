import * as z from 'zod/mini';
import { unixSeconds } from '../domain/time.ts';
import { ENTITY, TABLE_KEYS } from './names.ts';
import { replaceItem, type Write } from './write.ts';

/** The catalogs of suppliers that have changed something: one item per document, for a month. */

export const ImportedCatalogSchema = z.object({
  org_id: z.string(),
  supplier_id: z.string(),
  /** Names the call, and with the document's index in it, the document. */
  import_id: z.string(),
  document: z.int(),
  /** The supplier's own name of the call; null where it has none. */
  third_party_import_id: z.nullable(z.string()),
  /** Products that it has changed, and those that could not be taken. */
  changed: z.int(),
  failed: z.int(),
  /** Unix milliseconds. */
  accepted_at: z.int(),
});
export type ImportedCatalog = z.infer<typeof ImportedCatalogSchema>;

export function importedFromItem(item: unknown): ImportedCatalog {
  return ImportedCatalogSchema.parse(item);
}

const KEPT_SECONDS = 30 * 24 * 60 * 60;

/**
 * Records that a catalog is applied, once its last part is; call it for one that has changed something. A repeated message
 * replaces its own record, which has no event again.
 */
export function saveImported(catalog: ImportedCatalog): Write {
  return replaceItem({
    pk: `ORG#${catalog.org_id}#SUPPLIER_DOCUMENTS`,
    sk: `${catalog.import_id}#${catalog.document}`,
    entity: ENTITY.supplierDocument,
    [TABLE_KEYS.ttl]: unixSeconds(catalog.accepted_at) + KEPT_SECONDS,
    ...catalog,
  });
}
