import { availability, type BenchSupplier, catalogProducts, createSupplier, postProducts } from '../hub/supplier.ts';
import { untilApplied } from '../hub/until-applied.ts';
import type { Flow } from './flows.ts';
import type { HubClient } from './hub-client.ts';

/** What suppliers post, accepted and applied. */

const CATALOG_PRODUCTS = 1000;
const suppliers = new WeakMap<HubClient, Promise<BenchSupplier>>();
let posted = 0;

/** The supplier of the bill, which has a product. */
function supplierOf(client: HubClient): Promise<BenchSupplier> {
  const known = suppliers.get(client) ?? newSupplier(client);
  suppliers.set(client, known);
  return known;
}

async function newSupplier({ hub }: HubClient): Promise<BenchSupplier> {
  const supplier = await createSupplier(hub, 'BENCH-BILL');
  await postProducts(hub, supplier, 'catalog', 'sync', catalogProducts(0, 1));
  return supplier;
}

async function postAvailability(client: HubClient): Promise<void> {
  posted += 1;
  await postProducts(client.hub, await supplierOf(client), 'availability', 'async', [availability(0, posted)]);
  await untilApplied(client.hub);
}

async function postCatalog(client: HubClient): Promise<void> {
  posted += 1;
  const products = catalogProducts(posted * CATALOG_PRODUCTS, CATALOG_PRODUCTS);
  await postProducts(client.hub, await supplierOf(client), 'catalog', 'async', products);
  await untilApplied(client.hub);
}

export const AVAILABILITY_FLOW: Flow = { name: 'availability → applied', run: postAvailability };

export const SUPPLIER_FLOWS: readonly Flow[] = [
  AVAILABILITY_FLOW,
  { name: 'product of a catalog', units: CATALOG_PRODUCTS, run: postCatalog },
];
