import type { Row } from '../database.ts';
import type { Values } from '../fields.ts';
import type { Instance, Rules } from './rules.ts';

export const PRODUCTS = 'sn_shop_supplier_product';

/** servicenow 30. */
export const CATALOG: Rules = {
  byItem: true,
  apply: ({ database }, header, items) => {
    for (const item of items) database.save(PRODUCTS, keyOf(header, item), { ...header, ...item });
  },
};

/** servicenow 31. */
export const PRICE: Rules = {
  byItem: true,
  item: ({ database }, header, item) => {
    const isNamed = item.sku !== undefined && header.supplier_id !== undefined;
    const isUnknown = isNamed && !database.find(PRODUCTS, ...keyOf(header, item));
    return isUnknown ? ['The product for which you are trying to update pricing does not exist'] : [];
  },
  apply: ({ database }, header, items) => {
    for (const item of items) database.save(PRODUCTS, keyOf(header, item), item);
  },
};

/** servicenow 31. */
export const AVAILABILITY: Rules = {
  byItem: true,
  item: (instance, header, item) => {
    const isUnknown = item.sku !== undefined && productsOf(instance, header, item).length === 0;
    return isUnknown ? ['The product for which you are trying to update availability does not exist'] : [];
  },
  apply: (instance, header, items) => {
    for (const item of items) {
      for (const { supplier_id = '', sku = '' } of productsOf(instance, header, item)) {
        instance.database.save(PRODUCTS, [supplier_id, sku], item);
      }
    }
  },
};

/** Without a supplier, which only availability may lack, the products of all suppliers with the SKU. */
function productsOf({ database }: Instance, header: Values, item: Values): Row[] {
  if (header.supplier_id !== undefined) return [database.find(PRODUCTS, ...keyOf(header, item)) ?? []].flat();
  return database.rows(PRODUCTS).filter(({ sku }) => sku === item.sku);
}

function keyOf(header: Values, item: Values): string[] {
  return [header.supplier_id ?? '', item.sku ?? ''];
}
