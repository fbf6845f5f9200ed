import type { HubClient } from '../bill/hub-client.ts';
import { costOf, plus, type Quantities, scaled } from '../bill/prices.ts';
import { quantitiesByCaller } from '../bill/quantities.ts';
import { catalogProducts, createSupplier, type Mode, postProducts } from '../hub/supplier.ts';
import { untilApplied } from '../hub/until-applied.ts';
import type { CatalogRow } from '../report/catalog-row.ts';

const PRODUCTS = 1000;
const MODES: readonly Mode[] = ['sync', 'async'];

/** Posts so many catalogs of a thousand new products each in both modes, and measures the first and the last one. */
export async function measureCatalogs(
  client: HubClient,
  catalogs: number,
  step: (text: string) => void,
): Promise<CatalogRow[]> {
  const rows: CatalogRow[] = [];
  for (const mode of MODES) {
    const supplier = await createSupplier(client.hub, `BENCH-CATALOGS-${mode}`);
    for (let catalog = 1; catalog <= catalogs; catalog += 1) {
      step(`${mode} catalog ${catalog} of ${catalogs}`);
      let [acceptedMs, appliedMs] = [0, 0];
      const post = async () => {
        const start = performance.now();
        await postProducts(client.hub, supplier, 'catalog', mode, catalogProducts((catalog - 1) * PRODUCTS, PRODUCTS));
        acceptedMs = performance.now() - start;
        await untilApplied(client.hub);
        appliedMs = performance.now() - start;
      };
      const isMeasured = catalog === 1 || catalog === catalogs;
      if (!isMeasured) {
        await post();
        continue;
      }
      const used = [...quantitiesByCaller(await client.usageOf(post)).values()].reduce(plus, {});
      rows.push({ mode, catalog, products: PRODUCTS, acceptedMs, appliedMs, ...perProduct(used) });
    }
  }
  return rows;
}

function perProduct(used: Quantities) {
  const { readUnit = 0, writeUnit = 0, ...rest } = scaled(used, 1 / PRODUCTS);
  const { metered } = costOf({ readUnit, writeUnit, ...rest }, 1_000_000);
  return { readUnits: readUnit, writeUnits: writeUnit, dollars: metered };
}
