import { beforeEach, describe, expect, it } from '@jest/globals';
import { messagesOf, runningServiceNow } from './servicenow-client.ts';
import { AVAILABILITY, CATALOG, INVOICE, ORDERACK, SHIPMENT } from './servicenow-samples.ts';

const sn = runningServiceNow();
const ids = { order_number: 'PO1', sales_order_number: 'SO1' };
beforeEach(async () => {
  await sn.control('POST', 'reset');
  const lines = ['1', '2'].map((line_number) => ({ line_number, sku: `S${line_number}`, purchased_quantity: '4' }));
  await sn.control('POST', 'orders', { order_number: 'PO1', lines });
});

const acknowledge = (...lines: string[]) => {
  const sales_order_lines = lines.map((line) => ({ line_number: line, sales_order_line_number: `SOL${line}` }));
  return sn.post('orderack', [{ ...ORDERACK, ...ids, sales_order_lines }]);
};
const ship = async (line: string, quantity: string, tracking_number: string, changes = {}) => {
  const item = { line_number: line, sales_order_line_number: `SOL${line}`, shipment_quantity: quantity };
  const shipment_lines = [{ ...item, tracking_number }];
  return messagesOf(await sn.post('shipment', [{ ...SHIPMENT, ...ids, shipment_lines, ...changes }]));
};
const bill = async (line: string, quantity: string, supplier_invoice_number: string, changes = {}) => {
  const item = { line_number: line, sales_order_line_number: `SOL${line}`, invoiced_quantity: quantity };
  const invoice_lines = [{ ...item, supplier_invoice_line_number: '1', invoiced_line_amount: '6000' }];
  const invoice = { ...INVOICE, ...ids, supplier_invoice_number, invoice_lines };
  return messagesOf(await sn.post('invoice', [{ ...invoice, ...changes }]));
};

describe('an acknowledgment', () => {
  it('leaves lines that it does not name in Pending Submission until another names them', async () => {
    await acknowledge('1');
    const states = async () => (await sn.rows('sn_shop_purchase_order_line')).map(({ status }) => status);
    expect(await states()).toEqual(['40', '20']);
    expect(await ship('1', '4', 'T1')).toEqual([]);
    expect(await ship('2', '4', 'T2')).toEqual([
      'The purchase order line for this shipment is not in the Ordered state',
    ]);
    expect(await bill('2', '4', 'I2')).toEqual([
      'The purchase order line for this invoice is not in the Ordered state',
    ]);
    await sn.control('POST', 'orders/PO1/receive');
    expect(await states()).toEqual(['60', '20']);
    expect(messagesOf(await acknowledge('2'))).toEqual([]);
    expect(await states()).toEqual(['60', '40']);
    expect(await ship('2', '4', 'T2')).toEqual([]);
  });

  it('confirms all lines when it names none, and may name the customer of the order', async () => {
    await sn.control('POST', 'orders', { order_number: 'PO2', customer_id: 'OWN' });
    const named = { ...ORDERACK, customer_id: 'OWN', order_number: 'PO2', sales_order_lines: [] };
    expect(messagesOf(await sn.post('orderack', [named]))).toEqual([]);
    await acknowledge();
    expect(await bill('2', '4', 'I2')).toEqual([]);
  });
});

describe('availability', () => {
  it.each([undefined, null, ''])('finds the product by its SKU when the supplier is %s', async (supplier_id) => {
    await sn.post('catalog', [{ ...CATALOG, products: [{ ...CATALOG.products[0], sku: 'S1' }] }]);
    const products = [{ sku: 'S1', unit: 'Each', available_units: '7' }];
    expect(messagesOf(await sn.post('availability', [{ ...AVAILABILITY, supplier_id, products }]))).toEqual([]);
    expect(await sn.rows('sn_shop_supplier_product', 'sku=S1')).toMatchObject([{ available_units: '7' }]);
  });
});

describe('an invoice', () => {
  it('for more than was ordered is taken, and needs review when the order is delivered', async () => {
    await acknowledge('1', '2');
    expect(await bill('1', '9', 'I1')).toEqual([]);
    await sn.control('POST', 'orders/PO1/receive');
    expect(await sn.rows('sn_shop_invoice')).toMatchObject([{ state: '30' }]);
  });
});
