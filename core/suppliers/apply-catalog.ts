import { detailOf } from '../domain/product-detail.ts';
import { nextModel } from '../domain/product-model.ts';
import type { CatalogProduct } from '../domain/spendint/catalog.ts';
import { nextOfCatalog, type SupplierProduct } from '../domain/supplier-product.ts';
import { inParallel } from '../store/in-parallel.ts';
import { findModel, findModels, saveNextModel } from '../store/product-models.ts';
import { digestOf, findSupplierProduct, saveNextProduct, saveProductDetail } from '../store/supplier-products.ts';
import type { Table } from '../store/table.ts';
import { addCategories } from '../store/third-party-categories.ts';
import type { AcceptedCall } from './apply-document.ts';
import { saveDecided } from './save-decided.ts';

/**
 * Brings the products of a catalog to what it tells, and returns how many the call has changed, also before it was repeated: whoever
 * ended early has told nobody. Categories and models precede the products: a repetition finds by the products what is still to be done,
 * and reads nothing else where they agree (spendint 58).
 */
export async function applyCatalogProducts(
  table: Table,
  call: AcceptedCall,
  entries: readonly CatalogProduct[],
  stored: ReadonlyMap<string, SupplierProduct>,
): Promise<number> {
  const { orgId, acceptedAtMs: at } = call;
  const products = entries.map((entry) => productOf(call, entry));
  const changing = products.flatMap(({ entry, decide }) => {
    const next = decide(stored.get(entry.sku));
    return next ? [{ entry, isLatest: next.catalog_at === at }] : [];
  });
  const latest = changing.filter(({ isLatest }) => isLatest).map(({ entry }) => entry);
  await addCategories(table, orgId, latest, at);
  await saveModels(table, call, latest);
  const skus = new Set(changing.map(({ entry: { sku } }) => sku));
  const changes = await inParallel(
    products.filter(({ entry: { sku } }) => skus.has(sku)),
    ({ entry: { sku }, detail, decide }) =>
      saveDecided(table, stored.get(sku), {
        decide,
        writes: (next, before) => [
          saveNextProduct(next),
          ...(next.digest === before?.digest ? [] : [saveProductDetail(next, detail)]),
        ],
        reload: () => findSupplierProduct(table, orgId, { supplierId: call.supplierId, sku }),
      }),
  );
  const changedBefore = products.filter(
    ({ entry: { sku } }) => !skus.has(sku) && stored.get(sku)?.catalog_at === at,
  ).length;
  return changedBefore + changes.filter(Boolean).length;
}

/** A catalog's entry with its detail, and what becomes of its product. */
function productOf({ orgId, supplierId, acceptedAtMs: at }: AcceptedCall, entry: CatalogProduct) {
  const detail = detailOf(entry);
  const told = { at, digest: digestOf(detail) };
  const owner = { org_id: orgId, supplier_id: supplierId };
  return { entry, detail, decide: (before: SupplierProduct | undefined) => nextOfCatalog(before, entry, owner, told) };
}

async function saveModels(
  table: Table,
  { orgId, supplierId, acceptedAtMs: at }: AcceptedCall,
  entries: readonly CatalogProduct[],
): Promise<void> {
  // Of several products of one model in a call, the last tells it.
  const byMpn = new Map(
    entries.flatMap((entry) => (entry.mpn === null ? [] : [[entry.mpn, { ...entry, mpn: entry.mpn }]])),
  );
  const stored = await findModels(table, orgId, [...byMpn.keys()]);
  const owner = { org_id: orgId, supplier_id: supplierId };
  await inParallel([...byMpn.values()], (entry) =>
    saveDecided(table, stored.get(entry.mpn), {
      decide: (before) => nextModel(before, entry, owner, at),
      writes: (next) => [saveNextModel(next)],
      reload: () => findModel(table, orgId, entry.mpn),
    }),
  );
}
