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

const [catalogItem, ackLine, shipmentLine, invoiceLine] = [
  CATALOG.products[0],
  ORDERACK.sales_order_lines[0],
  SHIPMENT.shipment_lines[0],
  INVOICE.invoice_lines[0],
];
const contract = catalogItem?.contract_agreement;
const noCurrency = { ...contract, 'negotiated_currency ': '' };

/** The documented failures: what is sent, and the error's row. */
const DOCUMENTED: readonly (readonly [string, string, object, Record<string, string>])[] = [
  [
    'catalog',
    'sn_spend_intg_catalog_error',
    { ...CATALOG, products: [{ ...catalogItem, contract_agreement: noCurrency }] },
    {
      sku: '55788741',
      mpn: 'Z0WQ-20004301931',
      error_message: 'Field Value empty/Formatting issue Negotiated currency \n',
    },
  ],
  [
    'price',
    'sn_spend_intg_price_error',
    {
      ...PRICE,
      products: [
        {
          sku: '5578875',
          contract_agreement: { ...noCurrency, contract_start_date: 'YYYY-MM-DD', contract_end_date: 'YYYY-MM-DD' },
        },
      ],
    },
    {
      sku: '5578875',
      error_message:
        'The product for which you are trying to update pricing does not exist\nField Value empty/Formatting issue Negotiated currency\nField Value empty/Formatting issue Contract start date\nField Value empty/Formatting issue Contract end date\n',
    },
  ],
  [
    'availability',
    'sn_spend_intg_availability_error',
    { ...AVAILABILITY, products: [{ sku: '1', unit: '' }] },
    {
      sku: '1',
      error_message:
        'The product for which you are trying to update availability does not exist\nField Value empty/Formatting issue Unit\n',
    },
  ],
  [
    'orderack',
    'sn_spend_intg_order_ack_error',
    { ...ORDERACK, order_number: '', sales_order_lines: [{ ...ackLine, line_number: '' }] },
    {
      sales_order_number: 'SO03323212',
      sales_order_line_number: 'SOL5678909',
      error_message:
        'Field Value empty/Formatting issue Purchase order number\nField Value empty/Formatting issue Purchase order line number\n',
    },
  ],
  [
    'shipment',
    'sn_spend_intg_shipment_error',
    { ...SHIPMENT, order_number: 'PO404' },
    {
      sales_order_line_number: 'SOL0231325',
      sales_order_number: 'SO00223002',
      supplier_shipment_number: 'TN-YU67898723',
      error_message:
        'The purchase order for this shipment does not exist\nThe purchase order line for this shipment does not exist\n',
    },
  ],
  [
    'invoice',
    'sn_spend_intg_invoice_error',
    { ...INVOICE, order_number: 'PO404' },
    {
      sales_order_line_number: 'SOL00000081',
      sales_order_number: 'SO0000000081',
      supplier_invoice_number: 'QAAP89873220071',
      supplier_invoice_line_number: 'QA789A867877ABN32251',
      error_message:
        'The invoice do not have a corresponding purchase order which matches the purchase order number of the invoice provided\n',
    },
  ],
];

describe('a documented failure', () => {
  it.each(DOCUMENTED)('has the documented response in synchronous mode: %s', async (type, _, document, row) => {
    const { customer_id, supplier_id, third_party_import_id } = { ...CATALOG, ...document };
    expect((await sn.post(type, [document])).json).toEqual({
      result: {
        response: [
          { customer_id, supplier_id, third_party_import_id, status_code: 'failure', error_response_body: [row] },
        ],
      },
    });
  });

  it.each(DOCUMENTED.flatMap(([...one]) => [[...one, 'async'] as const, [...one, 'sync'] as const]))(
    'is found in the table of errors: %s',
    async (type, table, document, row, mode) => {
      expect((await sn.post(type, [document], mode)).status).toBe(200);
      expect(await sn.rows(table, FAILED)).toMatchObject([row]);
      expect(await sn.rows('sn_spend_intg_import_error', FAILED)).toMatchObject([{ error_message: row.error_message }]);
    },
  );
});

const withProduct = (changes: object) => ({ ...CATALOG, products: [{ ...catalogItem, ...changes }] });
const withContract = (changes: object) => withProduct({ contract_agreement: { ...contract, ...changes } });
const withAck = (changes: object) => ({ ...ORDERACK, sales_order_lines: [{ ...ackLine, ...changes }] });
const withShipment = (changes: object) => ({ ...SHIPMENT, shipment_lines: [{ ...shipmentLine, ...changes }] });
const withInvoice = (changes: object) => ({ ...INVOICE, invoice_lines: [{ ...invoiceLine, ...changes }] });
const issue = (label: string) => `Field Value empty/Formatting issue ${label}`;

describe('a field', () => {
  it.each<[string, object, string]>([
    ['catalog', { ...CATALOG, supplier_id: undefined }, 'Supplier id'],
    ['catalog', withProduct({ unspsc: '', product_category_name: 'x'.repeat(101) }), 'Product category name'],
    ['catalog', withProduct({ unspsc: 'x'.repeat(101) }), 'UNSPSC'],
    ['catalog', withProduct({ mpn: null, bundled_components: undefined }), 'MPN'],
    ['catalog', withProduct({ delivery_time: '1.5' }), 'Delivery time'],
    ['catalog', withProduct({ available_units: 4 }), 'Available units'],
    ['catalog', withProduct({ images: 'http://one' }), 'Images'],
    ['catalog', withProduct({ available_for_country: [1] }), 'Available for country'],
    ['catalog', withProduct({ product_attributes: ['Color'] }), 'Product attributes'],
    ['catalog', withProduct({ bundled_components: [{ mpn: '1' }] }), 'Bundled components'],
    ['catalog', withProduct({ contract_agreement: 'none' }), 'Contract agreement'],
    ['catalog', withContract({ contract_end_date: '2026-02-30' }), 'Contract end date'],
    ['catalog', withContract({ negotiated_price: '4,5' }), 'Negotiated price'],
    ['catalog', { ...CATALOG, products: {} }, 'Products'],
    ['catalog', { ...CATALOG, products: [] }, 'Products'],
    ['price', { ...PRICE, products: [] }, 'Products'],
    ['availability', { ...AVAILABILITY, products: undefined }, 'Products'],
    ['shipment', { ...SHIPMENT, shipment_lines: [] }, 'Shipment lines'],
    ['invoice', { ...INVOICE, invoice_lines: [] }, 'Invoice lines'],
    ['catalog', { ...CATALOG, customer_id: 'FOREIGN' }, 'Customer id'],
    ['availability', { ...AVAILABILITY, customer_id: 'FOREIGN' }, 'Customer id'],
    ['orderack', { ...ORDERACK, customer_id: 'FOREIGN' }, 'Customer id'],
    ['invoice', { ...INVOICE, customer_id: 'FOREIGN' }, 'Customer id'],
    ['orderack', { ...ORDERACK, status_code: 'accepted' }, 'Status code'],
    ['orderack', withAck({ estimated_arrival_date: '01-03-2026' }), 'Estimated arrival date'],
    ['shipment', withShipment({ shipment_quantity: '' }), 'Shipment quantity'],
    ['shipment', withShipment({ shipping_address: [] }), 'Shipping address'],
    ['shipment', withShipment({ shipping_address: { zip_code: '1'.repeat(41) } }), 'Zip code'],
    ['shipment', withShipment({ product_details: [{ imei: '1' }] }), 'Serial number'],
    ['shipment', withShipment({ product_details: {} }), 'Product details'],
    ['invoice', { ...INVOICE, invoice_date: '2026-2-4' }, 'Invoice date'],
    ['invoice', { ...INVOICE, discounts: 'a lot' }, 'Discounts'],
  ])('of %s is refused: %j', async (type, document, label) => {
    const expected = type === 'catalog' ? `${issue(label)} ` : issue(label);
    expect(messagesOf(await sn.post(type, [document]))).toContain(expected);
  });

  it('is not required when another one makes up for it', async () => {
    const bundle = withProduct({ mpn: '', unspsc: '', bundled_components: [{ mpn: '1', quantity: '2' }] });
    const child = withProduct({ product_category_name: '', contract_agreement: undefined });
    expect(messagesOf(await sn.post('catalog', [bundle, child]))).toEqual([]);
    const neither = withProduct({ unspsc: '', product_category_name: '' });
    expect(messagesOf(await sn.post('catalog', [neither]))).toEqual([
      `${issue('Product category name')} `,
      `${issue('UNSPSC')} `,
    ]);
  });

  it('that nobody knows is ignored, whatever it is called', async () => {
    const strange = JSON.parse('{"__proto__": {"sku": "1"}, "constructor": 1, "u_own": [{}]}');
    expect(messagesOf(await sn.post('catalog', [{ ...CATALOG, ...strange }]))).toEqual([]);
    expect(messagesOf(await sn.post('price', [JSON.parse('{"__proto__": {"supplier_id": "1"}}')]))).toHaveLength(4);
  });
});

describe('a rule of the business', () => {
  const pending = { order_number: 'PO08903323', sales_order_number: 'SO1' };
  const pendingLine = { line_number: 'POL6789876' };

  it.each<[string, object, string]>([
    [
      'shipment',
      { ...withShipment(pendingLine), ...pending },
      'The purchase order for this shipment is not in the Ordered state',
    ],
    ['shipment', withShipment({ line_number: 'POL1' }), 'The purchase order line for this shipment does not exist'],
    ['shipment', { ...SHIPMENT, supplier_id: 'SUP-2' }, 'The purchase order for this shipment does not exist'],
    ['invoice', { ...INVOICE, ...pending }, 'The purchase order for this invoice is not in the Ordered state'],
    ['invoice', { ...INVOICE, order_number: '' }, 'The provided invoices does not have a purchase order number'],
    ['invoice', withInvoice({ line_number: '' }), 'The provided invoices does not have a purchase order line number'],
    [
      'invoice',
      { ...INVOICE, total_amount_invoiced: '6620.01' },
      'The amount invoiced does not match the invoiced amount of the invoice provided',
    ],
    [
      'invoice',
      { ...INVOICE, subtotal: '6001', total_amount_invoiced: '6621' },
      'The amount invoiced does not match the invoiced amount of the invoice provided',
    ],
    [
      'orderack',
      { ...ORDERACK, order_number: 'PO404' },
      'The purchase order for this order acknowledgment does not exist',
    ],
    [
      'orderack',
      withAck({ line_number: 'POL404' }),
      'The purchase order line for this order acknowledgment does not exist',
    ],
  ])('refuses %s %j', async (type, document, message) => {
    expect(messagesOf(await sn.post(type, [document]))).toContain(message);
  });

  it('refuses to post an invoice again, and an invoice for an unknown line', async () => {
    await sn.post('invoice', [INVOICE]);
    expect(messagesOf(await sn.post('invoice', [INVOICE]))).toEqual([
      'The invoice is already posted and cannot be updated',
    ]);
    const [line] = INVOICE.invoice_lines;
    const unknown = { ...INVOICE, supplier_invoice_number: '2', invoice_lines: [{ ...line, line_number: 'POL404' }] };
    expect(messagesOf(await sn.post('invoice', [unknown]))).toContain(
      'The invoice do not have a corresponding purchase order line which matches the line number provided',
    );
    expect(await sn.rows('sn_shop_invoice')).toHaveLength(1);
  });

  it('demands the sales order line number for revisions of an order or a shipment', async () => {
    await sn.post('orderack', [ORDERACK]);
    const revision = withAck({ sales_order_line_number: undefined });
    expect(messagesOf(await sn.post('orderack', [revision]))).toEqual([issue('Sales order line number')]);
    expect(messagesOf(await sn.post('orderack', [ORDERACK]))).toEqual([]);
    const shipment = withShipment({ sales_order_line_number: undefined });
    expect(messagesOf(await sn.post('shipment', [shipment]))).toEqual([]);
    expect(messagesOf(await sn.post('shipment', [shipment]))).toEqual([issue('Sales order line number')]);
  });

  it('knows a line by the sales order line number that it was acknowledged with', async () => {
    await sn.post('orderack', [ORDERACK]);
    const ids = { order_number: 'PO08903323', sales_order_number: 'SO03323212' };
    const other = { ...withShipment({ ...pendingLine, sales_order_line_number: 'SOL1' }), ...ids };
    expect(messagesOf(await sn.post('shipment', [other]))).toEqual([
      'The purchase order line for this shipment does not exist',
    ]);
  });

  it('refuses to acknowledge an order that the supplier has rejected', async () => {
    await sn.post('orderack', [{ ...ORDERACK, status_code: 'rejected' }]);
    expect(messagesOf(await sn.post('orderack', [ORDERACK]))).toEqual([
      'The purchase order for this order acknowledgment is not in the Pending Submission state',
    ]);
  });

  it('applies the good products of a document, and the good documents of a call', async () => {
    const products = [
      { ...catalogItem, sku: 'good' },
      { ...catalogItem, unit: '' },
    ];
    const reply = await sn.post('catalog', [{ ...CATALOG, products }, withProduct({ sku: 'other' })]);
    expect(reply.json.result.response).toHaveLength(1);
    expect(await sn.rows('sn_shop_supplier_product', 'sku=good^ORsku=other')).toHaveLength(2);
  });

  it('applies nothing of a shipment with a bad line', async () => {
    const shipment = { ...SHIPMENT, shipment_lines: [shipmentLine, { ...shipmentLine, line_number: 'POL404' }] };
    expect(messagesOf(await sn.post('shipment', [shipment]))).toHaveLength(1);
    expect(await sn.rows('sn_shop_shipment')).toEqual([]);
  });

  it('takes 1000 products, not 1001, and returns the status that is set', async () => {
    await sn.control('POST', 'settings', { failureStatus: 400 });
    const products = (count: number) => Array.from({ length: count }, (_, i) => ({ ...catalogItem, sku: `S${i}` }));
    expect(await sn.post('catalog', [{ ...CATALOG, products: products(1000) }])).toMatchObject({ status: 200 });
    const reply = await sn.post('catalog', [{ ...CATALOG, products: products(1001) }]);
    expect(reply.status).toBe(400);
    expect(messagesOf(reply)).toEqual(['Each transaction has a limit of 1000 products ']);
    await sn.control('POST', 'settings', { failureStatus: 200 });
  });
});
