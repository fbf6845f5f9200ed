import { beforeEach, describe, expect, it } from '@jest/globals';
import { FAILED, messagesOf, runningServiceNow } from './servicenow-client.ts';
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

const SAMPLES: readonly (readonly [string, object])[] = [
  ['catalog', CATALOG],
  ['price', PRICE],
  ['availability', AVAILABILITY],
  ['orderack', ORDERACK],
  ['shipment', SHIPMENT],
  ['invoice', INVOICE],
];
const SUCCESS = { result: { response: 'success' } };

describe('the samples of the documentation', () => {
  it.each(SAMPLES)('succeed in synchronous mode: %s', async (type, document) => {
    expect(await sn.post(type, [document])).toMatchObject({ status: 200, json: SUCCESS });
  });

  it.each(SAMPLES)('succeed in asynchronous mode, the default: %s', async (type, document) => {
    expect(await sn.raw(type, { root: [document] })).toMatchObject({ status: 200, json: SUCCESS });
    expect(await sn.rows('sn_spend_intg_import_error')).toEqual([]);
  });

  it('succeed with the headers that curl sends by itself', async () => {
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    expect((await sn.post('catalog', [CATALOG], 'sync', headers)).json).toEqual(SUCCESS);
  });
});

describe('a supplier', () => {
  it('learns of each failure among thousands of documents, and soon', async () => {
    const reply = await sn.post(
      'price',
      Array.from({ length: 10_000 }, () => ({})),
    );
    expect(reply.json.result.response).toHaveLength(10_000);
  });

  it('finds the pending orders, and only those, with the documented queries', async () => {
    const headers = await sn.rows(
      'sn_spend_intg_outbound_purchase_order',
      'supplier_id=SUP-123456^purchase_order.status=20',
    );
    expect(headers).toMatchObject([{ order_number: 'PO08903323', order_amount: '456', currency: 'USD', status: '10' }]);
    const query = 'purchase_order.supplier_id=SUP-123456^purchase_order.status=20';
    const lines = await sn.rows('sn_spend_intg_outbound_purchase_order_line', query);
    expect(lines).toMatchObject([{ line_number: 'POL6789876', sku: '5578874', purchased_quantity: '1', unit: 'Each' }]);
  });

  it('orders by an acknowledgment, ships, updates the shipment by its tracking number, and invoices', async () => {
    await sn.post('orderack', [ORDERACK]);
    expect(await sn.rows('sn_shop_purchase_order', 'number=PO08903323')).toMatchObject([
      { status: '40', sales_order_number: 'SO03323212', status_message: 'BACKORDERED' },
    ]);
    expect(await sn.rows('sn_shop_purchase_order_line', 'number=POL6789876')).toMatchObject([
      { status: '40', sales_order_line_number: 'SOL5678909', estimated_arrival_date: '2026-03-01' },
    ]);
    const ids = { order_number: 'PO08903323', sales_order_number: 'SO03323212' };
    const line = { line_number: 'POL6789876', sales_order_line_number: 'SOL5678909' };
    const shipped = { ...line, shipment_quantity: '1', tracking_number: 'E-1' };
    await sn.post('shipment', [{ ...SHIPMENT, ...ids, shipment_lines: [shipped] }]);
    await sn.post('shipment', [{ ...SHIPMENT, ...ids, shipment_lines: [{ ...shipped, shipping_carrier: 'UPS' }] }]);
    expect(await sn.rows('sn_shop_shipment')).toMatchObject([{ tracking_number: 'E-1', shipping_carrier: 'UPS' }]);

    const amounts = { subtotal: '456', tax: '0', shipping: '0', other_charges: '0', discounts: '0' };
    const invoiced = {
      ...line,
      supplier_invoice_line_number: '1',
      invoiced_quantity: '1',
      invoiced_line_amount: '456',
    };
    const invoice = { ...INVOICE, ...ids, ...amounts, total_amount_invoiced: '456', invoice_lines: [invoiced] };
    expect(messagesOf(await sn.post('invoice', [invoice]))).toEqual([]);
    const state = async () => (await sn.rows('sn_shop_invoice'))[0]?.state;
    expect(await state()).toBe('10');

    await sn.control('POST', 'orders/PO08903323/receive');
    expect(await state()).toBe('20');
  });

  it('has an invoice that needs review when the order is delivered for another amount', async () => {
    await sn.post('invoice', [INVOICE]);
    await sn.control('POST', 'orders/POL7987633/receive', { lines: ['POL587667'] });
    expect(await sn.rows('sn_shop_purchase_order', 'number=POL7987633')).toMatchObject([{ status: '50' }]);
    expect(await sn.rows('sn_shop_invoice')).toMatchObject([{ state: '10' }]);
    await sn.control('POST', 'orders/POL7987633/receive', { lines: ['POL587668'] });
    expect(await sn.rows('sn_shop_invoice')).toMatchObject([{ state: '30' }]);
  });

  it('rejects an order, which is then neither pending nor shipped', async () => {
    await sn.post('orderack', [{ ...ORDERACK, status_code: 'rejected' }]);
    expect(await sn.rows('sn_shop_purchase_order', 'number=PO08903323')).toMatchObject([{ status: '15' }]);
    const ids = { order_number: 'PO08903323', sales_order_number: 'SO03323212' };
    const shipment = { ...SHIPMENT, ...ids };
    expect(messagesOf(await sn.post('shipment', [shipment]))).toContain(
      'The purchase order for this shipment is not in the Ordered state',
    );
  });

  it('waits for the ERP where one takes part', async () => {
    await sn.control('POST', 'orders', { order_number: 'PO1', awaits_erp: true, lines: [{ line_number: 'POL1' }] });
    await sn.post('orderack', [{ ...ORDERACK, order_number: 'PO1', sales_order_lines: [] }]);
    const status = async () => (await sn.rows('sn_shop_purchase_order', 'number=PO1'))[0]?.status;
    expect(await status()).toBe('20');
    await sn.control('POST', 'orders/PO1/confirm_erp');
    expect(await status()).toBe('40');
  });

  it('creates and updates products, prices and availability', async () => {
    const product = async () => (await sn.rows('sn_shop_supplier_product', 'sku=55788741'))[0];
    await sn.post('catalog', [CATALOG]);
    expect(await product()).toMatchObject({
      mpn: 'Z0WQ-20004301931',
      negotiated_currency: 'USD',
      available_units: '4',
    });
    const [item] = PRICE.products;
    const price = { ...item?.contract_agreement, negotiated_price: '399.5' };
    await sn.post('price', [{ ...PRICE, products: [{ sku: '55788741', contract_agreement: price }] }]);
    const stock = { sku: '55788741', unit: 'Each', available_units: '7' };
    await sn.post('availability', [{ ...AVAILABILITY, supplier_id: undefined, products: [stock] }]);
    expect(await product()).toMatchObject({
      product_name: 'Apple MacBook Pro 13 Core i7',
      negotiated_price: '399.5',
      available_units: '7',
    });
  });
});

describe('asynchronous mode', () => {
  it('makes rows of failures, which the documented query finds by supplier', async () => {
    const other = { ...PRICE, supplier_id: 'SUP-9' };
    await sn.post('price', [{ ...PRICE, products: [{ ...PRICE.products[0], sku: 'none' }] }, other], 'async');
    const rows = await sn.rows('sn_spend_intg_price_error', FAILED);
    expect(rows).toMatchObject([
      { sku: 'none', error_message: 'The product for which you are trying to update pricing does not exist\n' },
    ]);
    expect(await sn.rows('sn_spend_intg_import_error')).toHaveLength(2);
    expect(await sn.rows('sn_spend_intg_outbound_status', 'supplier_id=SUP-123456')).toMatchObject([
      { customer_id: 'ACME CORP', error_type: 'price', import_set_id: 'DEL789876', state: '20' },
    ]);
  });

  it('keeps everything over a restart', async () => {
    await sn.control('POST', 'settings', { failureStatus: 400 });
    await sn.control('PUT', 'rate-rule', { api: 'Table API', limit: 9 });
    await sn.post('orderack', [ORDERACK], 'async');
    const before = (await sn.control('GET', 'state')).json;
    expect(before.rateRules).toHaveLength(1);
    await sn.restart();
    expect((await sn.control('GET', 'state')).json).toEqual(before);
  });
});
