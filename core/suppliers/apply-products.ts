import { readAvailability } from '../domain/spendint/availability.ts';
import { readCatalog } from '../domain/spendint/catalog.ts';
import { type Entry, type Findings, type Reading, takenOf, withFindings } from '../domain/spendint/document.ts';
import { outcomeOf } from '../domain/spendint/outcome.ts';
import { readPrice } from '../domain/spendint/price.ts';
import { existenceFindings, supplierFindings } from '../domain/spendint/product-findings.ts';
import { nextOfAvailability, nextOfPrice, type SupplierProduct } from '../domain/supplier-product.ts';
import { inParallel } from '../store/in-parallel.ts';
import { findSupplierProduct, findSupplierProducts, saveNextProduct } from '../store/supplier-products.ts';
import type { Table } from '../store/table.ts';
import { applyCatalogProducts } from './apply-catalog.ts';
import type { AcceptedCall, AppliedPart, Part } from './apply-document.ts';
import { saveDecided } from './save-decided.ts';

const CHUNK = 100;
const NO_FINDINGS: Findings = { document: [], entries: [] };

/** The stored products of a chunk, by SKU. */
export type StoredProducts = ReadonlyMap<string, SupplierProduct>;

/** What one kind of document does to products. */
interface Rules<Head, Value> {
  /** What the stored products show to be wrong with the entries. */
  readonly findings: (chunk: Reading<Head, Value>, stored: StoredProducts) => Findings;
  /** Applies the entries that can be taken, and returns how many products have changed. */
  readonly apply: (values: readonly Value[], stored: StoredProducts) => Promise<number>;
}

/**
 * Applies the products of a document from `part.from` on, each on its own, in chunks of a hundred until the time is up. Only what
 * differs is written, so that a repeated document, or a part of it, changes nothing (spendint 16, 58). Throws what the table throws:
 * what was applied until then is found by the repetition.
 */
export function applyProducts(
  table: Table,
  kind: 'catalog' | 'price' | 'availability',
  document: unknown,
  call: AcceptedCall,
  part: Part,
): Promise<AppliedPart> {
  switch (kind) {
    case 'catalog':
      return applyReading(table, readCatalog(document), call, part, {
        findings: () => NO_FINDINGS,
        apply: (values, stored) => applyCatalogProducts(table, call, values, stored),
      });
    case 'price':
      return applyReading(table, readPrice(document), call, part, {
        findings: (chunk, stored) => existenceFindings('price', chunk, new Set(stored.keys())),
        apply: (values, stored) => updateEach(table, call, values, stored, nextOfPrice),
      });
    case 'availability':
      return applyReading(table, readAvailability(document), call, part, {
        findings: (chunk, stored) => existenceFindings('availability', chunk, new Set(stored.keys())),
        apply: (values, stored) => updateEach(table, call, values, stored, nextOfAvailability),
      });
  }
}

async function applyReading<Head, Value>(
  table: Table,
  read: Reading<Head, Value>,
  { orgId, supplierId }: AcceptedCall,
  { from, hasTime }: Part,
  { findings, apply }: Rules<Head, Value>,
): Promise<AppliedPart> {
  const reading = withFindings(read, supplierFindings(read.sender, supplierId));
  const { entries, head } = reading;
  if (head === null) return { outcome: outcomeOf(reading), next: undefined, changed: 0, mayPass: false };
  const done: { readonly product: number; readonly entries: readonly Entry<Value>[] }[] = [];
  let changed = 0;
  let next = from;
  do {
    const slice = { ...reading, entries: entries.slice(next, next + CHUNK) };
    const skus = slice.entries.map(({ keys: { sku = '' } }) => sku).filter((sku) => sku !== '');
    const products = await findSupplierProducts(
      table,
      orgId,
      skus.map((sku) => ({ supplierId, sku })),
    );
    const stored = new Map(products.map((product) => [product.sku, product]));
    const chunk = withFindings(slice, findings(slice, stored));
    changed += await apply(takenOf(chunk), stored);
    done.push({ product: next, entries: chunk.entries });
    next += CHUNK;
  } while (next < entries.length && hasTime());
  return {
    outcome: outcomeOf({ ...reading, entries: done.flatMap((chunk) => chunk.entries) }),
    chunks: done.map(({ product, entries }) => ({ product, outcome: outcomeOf({ ...reading, entries }) })),
    next: next < entries.length ? next : undefined,
    changed,
    mayPass: false,
  };
}

/** Updates products that exist, and returns how many have changed. */
async function updateEach<Value extends { readonly sku: string }>(
  table: Table,
  { orgId, supplierId, acceptedAtMs: at }: AcceptedCall,
  values: readonly Value[],
  stored: StoredProducts,
  next: (product: SupplierProduct, value: Value, at: number) => SupplierProduct | undefined,
): Promise<number> {
  const changes = await inParallel(values, (value) =>
    saveDecided(table, stored.get(value.sku), {
      decide: (product) => product && next(product, value, at),
      writes: (product) => [saveNextProduct(product)],
      reload: () => findSupplierProduct(table, orgId, { supplierId, sku: value.sku }),
    }),
  );
  return changes.filter(Boolean).length;
}
