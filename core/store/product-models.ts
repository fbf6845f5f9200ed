import { type ProductModel, ProductModelSchema } from '../domain/product-model.ts';
import { ENTITY } from './names.ts';
import { getItem, readItems, type Table } from './table.ts';
import { putNextVersion } from './update.ts';
import type { Write } from './write.ts';

/** Product models: one item each, in a partition per organization, by MPN. */

function modelKey(orgId: string, mpn: string) {
  return { pk: `ORG#${orgId}#PRODUCT_MODELS`, sk: `MODEL#${mpn}` };
}

/** A model, strongly consistent; undefined without one. */
export async function findModel(table: Table, orgId: string, mpn: string): Promise<ProductModel | undefined> {
  const item = await getItem(table, modelKey(orgId, mpn));
  return item && ProductModelSchema.parse(item);
}

/** The models of some MPNs by MPN, strongly consistent; those that don't exist are left out. */
export async function findModels(
  table: Table,
  orgId: string,
  mpns: readonly string[],
): Promise<Map<string, ProductModel>> {
  const keys = [...new Set(mpns)].map((mpn) => modelKey(orgId, mpn));
  const models = (await readItems(table, keys, true)).map((item) => ProductModelSchema.parse(item));
  return new Map(models.map((model) => [model.mpn, model]));
}

/** Saves the next version of a model, on condition that the stored one is the version before; before the first there is none. */
export function saveNextModel(next: ProductModel): Write {
  const { org_id, mpn, version } = next;
  return putNextVersion({ ...modelKey(org_id, mpn), entity: ENTITY.productModel, ...next }, { id: mpn, version });
}
