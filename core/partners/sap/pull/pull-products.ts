import type { Pull } from '../../../pull/puller.ts';
import type { PulledProduct } from '../../../pull/records.ts';
import { listProducts } from '../operations/list-products.ts';
import type { SapProduct } from '../pull-schemas.ts';
import { positionOf } from '../reader.ts';
import type { SapSettings } from '../settings.ts';
import type { OpenSap } from './open-sap.ts';

/** SAP's products, by number. The cursor is the last one read. */
export function pullProducts(openSap: OpenSap): Pull<PulledProduct> {
  return async ({ orgId, cursor = '' }, context) => {
    const { settings, client } = await openSap(orgId);
    const { rows, unreadable, last } = await listProducts(client, context, settings, cursor);
    return {
      records: rows.map((row) => toProduct(row, settings)),
      unreadable,
      next: last && positionOf(last, 'Product'),
    };
  };
}

/** sap 68. The description is that in the language of the settings, else any. */
export function toProduct(product: SapProduct, { language }: Pick<SapSettings, 'language'>): PulledProduct {
  const descriptions = product.to_Description.results;
  const description = descriptions.find(({ Language }) => Language === language) ?? descriptions[0];
  // A status stands for restrictions that the company has defined.
  const isInactive = product.IsMarkedForDeletion || product.CrossPlantStatus !== '';
  return {
    sku: product.Product,
    name: description?.ProductDescription || product.Product,
    product_group: product.ProductGroup,
    unit: product.BaseUnit,
    status: isInactive ? 'inactive' : 'active',
  };
}
