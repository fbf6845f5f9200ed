import { beforeEach, describe, expect, it } from '@jest/globals';
import { messagesOf, runningServiceNow } from './servicenow-client.ts';
import {
  AVAILABILITY,
  CATALOG,
  INVOICE,
  ORDERACK,
  ORDERS,
  OTHER_CATALOG,
  PRICE,
  SHIPMENT,
} from './servicenow-samples.ts';

const sn = runningServiceNow();
beforeEach(async () => {
  await sn.control('POST', 'reset');
  await sn.control('POST', 'orders', ORDERS);
  await sn.post('catalog', [OTHER_CATALOG]);
});

/** Every string of the documentation's tables: `!` if it is required unconditionally, its longest value, `date` if it is one. */
const DOCUMENTED: Readonly<Record<string, readonly [sample: object, fields: string]>> = {
  catalog: [
    CATALOG,
    `customer_id 100, catalog_id 100, products.available_units 40, products.contract_agreement.contract_end_date 40 date,
    products.contract_agreement.contract_number! 100, products.contract_agreement.contract_start_date 40 date,
    products.contract_agreement.negotiated_currency! 40, products.contract_agreement.negotiated_price! 40,
    products.delivery_time 40, products.manufacturer! 100, products.mpn 100, products.parent_bundle 100,
    products.product_category_name 100, products.product_description 65000, products.product_name! 1000,
    products.sku! 100, products.unit! 40, products.unspsc 100, supplier_id! 100, third_party_import_id 100`,
  ],
  price: [
    PRICE,
    `catalog_id! 100, customer_id! 100, products.contract_agreement.contract_end_date 40 date,
    products.contract_agreement.contract_number! 100, products.contract_agreement.contract_start_date 40 date,
    products.contract_agreement.negotiated_currency! 40, products.contract_agreement.negotiated_price! 40,
    products.sku! 100, supplier_id! 100, third_party_import_id 100`,
  ],
  availability: [
    AVAILABILITY,
    `catalog_id! 100, customer_id! 100, products.available_units 40, products.sku! 100, products.unit! 100,
    supplier_id 100, third_party_import_id 100`,
  ],
  orderack: [
    ORDERACK,
    `customer_id! 100, order_number! 40, sales_order_lines.estimated_arrival_date 40 date,
    sales_order_lines.line_number! 40, sales_order_lines.sales_order_line_number 40, sales_order_number 40,
    status_message 1000, supplier_id! 100, third_party_import_id 100`,
  ],
  shipment: [
    SHIPMENT,
    `customer_id 100, order_number! 40, sales_order_number! 40, shipment_lines.actual_shipment_date 40 date,
    shipment_lines.estimated_arrival_date 40 date, shipment_lines.line_number! 40,
    shipment_lines.planned_shipment_date 40 date, shipment_lines.product_details.asset_tag 100,
    shipment_lines.product_details.imei 100, shipment_lines.product_details.serial_number! 100,
    shipment_lines.sales_order_line_number 40, shipment_lines.shipping_address.city 1000,
    shipment_lines.shipping_address.country 40, shipment_lines.shipping_address.name 1000,
    shipment_lines.shipping_address.state 1000, shipment_lines.shipping_address.street 1000,
    shipment_lines.shipping_address.zip_code 40, shipment_lines.shipment_quantity! 40,
    shipment_lines.shipping_carrier 100, shipment_lines.ship_to 100, shipment_lines.tracking_number 100,
    supplier_id! 100, supplier_shipment_number! 100, third_party_import_id 100`,
  ],
  invoice: [
    INVOICE,
    `currency! 40, customer_id 100, discounts 100, invoice_date! 40 date, invoice_lines.invoiced_line_amount! 40,
    invoice_lines.invoiced_quantity! 40, invoice_lines.line_number! 40, invoice_lines.sales_order_line_number! 40,
    invoice_lines.supplier_invoice_line_number! 100, other_charges 100, order_number! 40, remit_to_address! 1000,
    sales_order_number! 40, shipping! 40, subtotal! 40, supplier_id! 100, supplier_invoice_number! 100,
    supplier_tax_id 100, tax! 40, tax_rate 100, third_party_import_id 100, total_amount_invoiced! 40`,
  ],
};

const FIELDS = Object.entries(DOCUMENTED).flatMap(([type, [sample, fields]]) =>
  fields.split(',').map((field) => {
    const [, path = '', mark, max, date] = /^\s*([a-z_.]+)(!?) (\d+)( date)?$/.exec(field) ?? [];
    return { type, sample, path, isRequired: mark === '!', max: Number(max), isDate: date !== undefined };
  }),
);

/** A copy in which the value at the path, in the first element of each list, is another one. */
function withValue(sample: object, path: string, value: unknown): unknown {
  const [name = '', ...rest] = path.split('.');
  const old = new Map(Object.entries(sample)).get(name);
  const inner = (one: object) => withValue(one, rest.join('.'), value);
  const next = rest.length === 0 ? value : Array.isArray(old) ? [inner(old[0]), ...old.slice(1)] : inner(old);
  // The samples' key with a space would stand in for an empty one.
  return { ...sample, [`${name} `]: undefined, [name]: next };
}

async function fieldMessages(type: string, document: unknown): Promise<string[]> {
  return messagesOf(await sn.post(type, [document])).filter((message) => message.startsWith('Field Value empty'));
}

describe('a documented field', () => {
  it.each(FIELDS)('has its longest value: $type $path $max', async ({ type, sample, path, max }) => {
    const name = path.split('.').at(-1) ?? '';
    const [first = '', ...others] = name.split('_');
    const special = /^(mpn|sku|unspsc|line_number|order_number)$/.test(name);
    const label = special ? '' : [first.charAt(0).toUpperCase() + first.slice(1), ...others].join(' ');
    const [message, ...more] = await fieldMessages(type, withValue(sample, path, '1'.repeat(max + 1)));
    expect(message).toContain(`Field Value empty/Formatting issue ${label}`);
    expect(more).toEqual([]);
  });

  it.each(FIELDS)('may be empty unless it is required: $type $path', async ({ type, sample, path, isRequired }) => {
    const messages = messagesOf(await sn.post(type, [withValue(sample, path, '')]));
    const reasons = messages.filter((message) => !message.endsWith('the invoiced amount of the invoice provided'));
    expect(reasons).toHaveLength(isRequired ? 1 : 0);
  });

  it.each(FIELDS)('is a string: $type $path', async ({ type, sample, path }) => {
    for (const value of [1, true, ['1'], { a: '1' }]) {
      expect(await fieldMessages(type, withValue(sample, path, value))).toHaveLength(1);
    }
  });

  it.each(FIELDS.filter(({ isDate }) => isDate))('is a real day: $type $path', async ({ type, sample, path }) => {
    for (const value of ['YYYY-MM-DD', '2026-02-30', '26-02-01', '2026-02-01T00:00:00Z']) {
      expect(await fieldMessages(type, withValue(sample, path, value))).toHaveLength(1);
    }
  });
});
