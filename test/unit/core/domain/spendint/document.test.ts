import { describe, expect, it } from '@jest/globals';
import { readCatalog } from '../../../../../core/domain/spendint/catalog.ts';
import { isOnSale } from '../../../../../core/domain/spendint/contract.ts';
import { takenOf, wholeOf } from '../../../../../core/domain/spendint/document.ts';
import { readInvoice } from '../../../../../core/domain/spendint/invoice.ts';
import { readPrice } from '../../../../../core/domain/spendint/price.ts';
import { readShipment } from '../../../../../core/domain/spendint/shipment.ts';
import { exampleOf, type Json, messagesOf, plainExampleOf, read } from './examples.ts';

function wrong(...labels: string[]): string {
  return labels.map((label) => `Field Value empty/Formatting issue ${label}\n`).join('');
}

function catalogWith(changes: object): Json {
  const document = plainExampleOf('catalog');
  Object.assign(document.products[0], changes);
  return document;
}

describe('a product of a catalog', () => {
  it('that is missing everything has the message of each required field, in order', () => {
    expect(messagesOf('catalog', { supplier_id: 'S', products: [{}] })).toEqual([
      wrong('Contract number', 'Negotiated currency ', 'Negotiated price', 'Manufacturer', 'MPN') +
        wrong('Product category name', 'Product name', 'Supplier part number', 'Unit', 'UNSPSC'),
    ]);
  });

  it('needs a category by UNSPSC or by name', () => {
    expect(messagesOf('catalog', catalogWith({ unspsc: '' }))).toEqual([]);
    expect(messagesOf('catalog', catalogWith({ product_category_name: null }))).toEqual([]);
    const neither = catalogWith({ unspsc: '', product_category_name: ' ' });
    expect(messagesOf('catalog', neither)).toEqual([wrong('Product category name', 'UNSPSC')]);
  });

  it('needs no MPN when it is a bundle with a SKU', () => {
    const bundled_components = [{ mpn: 'M', quantity: 2 }];
    const bundle = readCatalog(catalogWith({ mpn: '', bundled_components }));
    expect(takenOf(bundle)).toMatchObject([{ mpn: null, bundled_components }]);
    expect(messagesOf('catalog', catalogWith({ mpn: '', sku: '', bundled_components }))).toEqual([
      wrong('MPN', 'Supplier part number'),
    ]);
    expect(messagesOf('catalog', catalogWith({ mpn: '', bundled_components: [] }))).toEqual([wrong('MPN')]);
  });

  it('needs no contract when it is a component, but all of one that it has', () => {
    const component = { parent_bundle: 'P', contract_agreement: undefined };
    expect(takenOf(readCatalog(catalogWith(component)))).toMatchObject([{ contract_agreement: null }]);
    const some = { parent_bundle: 'P', contract_agreement: { contract_number: '1', negotiated_currency: 'USD' } };
    expect(messagesOf('catalog', catalogWith(some))).toEqual([wrong('Negotiated price')]);
  });

  it.each([
    [
      'bundled_components',
      'Bundled components',
      [[], '', null, [{ mpn: 'M', quantity: '4' }], { mpn: 'M', quantity: 4 }],
    ],
    [
      'images',
      'Images',
      [[], null, ['https://a.example/b.png', 'http://a.example/ü'], Array(10).fill('http://a.example')],
    ],
    ['available_for_country', 'Available for country', [[], ['us'], Array(250).fill('DE')]],
    ['product_attributes', 'Product attributes', [{}, null, { 'Screen Size': 13, Color: '' }]],
    ['substitute_products', 'Substitute products', [[], ['M'], [{ mpn: 'M' }, 'N']]],
  ])('may have %s', (key, _label, values) => {
    expect(values.flatMap((value) => messagesOf('catalog', catalogWith({ [key]: value })))).toEqual([]);
  });

  it.each([
    [
      'bundled_components',
      [{ mpn: 'M' }],
      [{ quantity: 1 }],
      { mpn: 'M', quantity: 0 },
      'M',
      [null],
      Array(51).fill({}),
    ],
    [
      'images',
      'http://a.example',
      {},
      ['ftp://a.example'],
      ['javascript:alert(1)'],
      ['/a.png'],
      [5],
      [['http://a.example']],
    ],
    [
      'images',
      ['http://'],
      [`http://a.example/${'x'.repeat(1000)}`],
      Array(11).fill('http://a.example'),
      ['http://a b'],
    ],
    ['available_for_country', 'US', { US: true }, ['USA'], ['1A'], [''], [null], Array(251).fill('DE')],
    [
      'product_attributes',
      [],
      [['Color', 'Red']],
      'red',
      { Color: {} },
      { Color: ['Red'] },
      { Color: true },
      { ' ': 'x' },
    ],
    [
      'product_attributes',
      { ['x'.repeat(101)]: 'x' },
      { Color: 'x'.repeat(256) },
      JSON.parse('{"__proto__": {"a": 1}}'),
    ],
    ['product_attributes', Object.fromEntries(Array.from({ length: 51 }, (_, n) => [n, 'x']))],
    ['compatible_products', 'M', {}, [{}], [[]], [''], Array(51).fill('M')],
  ])('is refused with a wrong %s', (key, ...values) => {
    const label = `${key[0]?.toUpperCase()}${key.slice(1).replaceAll('_', ' ')}`;
    const answers = values.map((value) => messagesOf('catalog', catalogWith({ [key]: value })));
    expect(answers).toEqual(values.map(() => [wrong(label)]));
  });

  it('keeps attributes whatever they are called', () => {
    const product_attributes = JSON.parse('{"__proto__": "x", "constructor": "y", " toString ": 1}');
    expect(takenOf(readCatalog(catalogWith({ product_attributes })))).toMatchObject([
      {
        product_attributes: [
          { name: '__proto__', value: 'x' },
          { name: 'constructor', value: 'y' },
          { name: 'toString', value: '1' },
        ],
      },
    ]);
  });

  it('has each attribute once, and the one without spaces rather than others', () => {
    const product_attributes = { 'Color ': 'Red', Color: 'Blue', ' Color': 'Green', 'Size ': 1, ' Size': 2 };
    expect(takenOf(readCatalog(catalogWith({ product_attributes })))).toMatchObject([
      {
        product_attributes: [
          { name: 'Color', value: 'Blue' },
          { name: 'Size', value: '1' },
        ],
      },
    ]);
  });

  it('is on sale until the end of its contract', () => {
    const [product] = takenOf(readCatalog(exampleOf('catalog')));
    const days = ['2026-11-30', '2026-12-01', '2027-11-29', '2027-11-30'];
    expect(days.map((day) => isOnSale(product?.contract_agreement ?? null, day))).toEqual([false, true, true, false]);
    expect(isOnSale(null, '2026-11-30')).toBe(true);
  });
});

describe('a document of products', () => {
  it('is taken without the products that fail, and without repeated ones', () => {
    const document = plainExampleOf('price');
    const [product] = document.products;
    document.products = ['A', 'B', 'A', ' ', ' B ', 'C'].map((sku) => ({ ...product, sku }));
    document.products[1] = { sku: 'B' };
    const twice = 'The product is in this document more than once\n';
    expect(takenOf(readPrice(document)).map(({ sku }) => sku)).toEqual(['A', 'C']);
    expect(read('price', document).failures).toEqual([
      { keys: { sku: 'B' }, error_message: wrong('Contract number', 'Negotiated currency', 'Negotiated price') },
      { keys: { sku: 'A' }, error_message: twice },
      { keys: { sku: '' }, error_message: wrong('Supplier part number') },
      { keys: { sku: 'B' }, error_message: twice },
    ]);
  });

  it('tells SKUs apart that are too long, and differ after that', () => {
    const document = plainExampleOf('price');
    const long = 'x'.repeat(100);
    document.products = [`${long}y`, long].map((sku) => ({ ...document.products[0], sku }));
    expect(takenOf(readPrice(document)).map(({ sku }) => sku)).toEqual([long]);
    expect(messagesOf('price', document)).toEqual([wrong('Supplier part number')]);
  });

  it('is refused for its head, in the row of its first product', () => {
    const document = plainExampleOf('price');
    document.products = [document.products[0], { ...document.products[0], sku: 'B' }];
    document.supplier_id = undefined;
    expect(takenOf(readPrice(document))).toEqual([]);
    expect(read('price', document).failures).toEqual([
      { keys: { sku: '5578874' }, error_message: wrong('Supplier ID') },
    ]);
  });

  it.each([undefined, [], {}, 'x', null])('has products: not %j', (products) => {
    const document = { ...plainExampleOf('price'), products };
    expect(read('price', document).failures).toEqual([{ keys: { sku: '' }, error_message: wrong('Products') }]);
  });

  it('takes a price that fits its currency', () => {
    const priced = (negotiated_currency: string, negotiated_price: unknown) => {
      const document = plainExampleOf('price');
      Object.assign(document.products[0].contract_agreement, { negotiated_currency, negotiated_price });
      return takenOf(readPrice(document))[0]?.contract_agreement.negotiated_price_minor;
    };
    expect([priced('JPY', '1500'), priced('JPY', '1500.00'), priced('JPY', '0.5')]).toEqual([1500, 1500, undefined]);
    expect([priced('KWD', '1.005'), priced('USD', '1.005'), priced('USD', 0.07)]).toEqual([1005, undefined, 7]);
    expect([priced('USD', '99999999999.99'), priced('USD', 0.1 + 0.2)]).toEqual([9_999_999_999_999, undefined]);
  });

  it('refuses a contract that ends before it starts', () => {
    const document = plainExampleOf('price');
    document.products[0].contract_agreement.contract_end_date = '2026-11-30';
    expect(messagesOf('price', document)).toEqual([wrong('Contract end date')]);
  });
});

describe('a business document', () => {
  it('is refused whole for one wrong line', () => {
    const document = exampleOf('invoice');
    document.invoice_lines[1].invoiced_quantity = 'many';
    expect(wholeOf(readInvoice(document))).toBeNull();
    expect(read('invoice', document).failures).toEqual([
      {
        keys: {
          sales_order_line_number: 'SOL98769',
          sales_order_number: 'SO0000000081',
          supplier_invoice_number: 'QAAP89873220071',
          supplier_invoice_line_number: '78987323',
        },
        error_message: wrong('Invoiced quantity'),
      },
    ]);
  });

  it.each([
    ['shipment', 'shipment_lines', 'Shipment lines'],
    ['invoice', 'invoice_lines', 'Invoice lines'],
  ] as const)('that is %s has lines', (kind, key, label) => {
    for (const lines of [undefined, [], {}, 'x']) {
      expect(messagesOf(kind, { ...exampleOf(kind), [key]: lines })).toEqual([wrong(label)]);
    }
  });

  it('that is an acknowledgement may have no lines, but nothing else in their place', () => {
    const messages = [undefined, [], {}, 'x'].map((sales_order_lines) =>
      messagesOf('orderack', { ...exampleOf('orderack'), sales_order_lines }),
    );
    expect(messages).toEqual([[], [], [wrong('Sales order lines')], [wrong('Sales order lines')]]);
  });

  it.each([
    ['orderack', 'sales_order_lines', {}, 'The purchase order line is in this order acknowledgment more than once\n'],
    [
      'shipment',
      'shipment_lines',
      {},
      'The purchase order line is in this shipment more than once with the same tracking number\n',
    ],
    ['shipment', 'shipment_lines', { tracking_number: 'T-2' }, undefined],
    ['invoice', 'invoice_lines', {}, 'The invoice line is in this invoice more than once\n'],
    ['invoice', 'invoice_lines', { supplier_invoice_line_number: '2' }, undefined],
  ] as const)('that is %s tells repeated %s by %j', (kind, key, change, message) => {
    const document = exampleOf(kind);
    document[key] = [document[key][0], { ...document[key][0], ...change }];
    expect(messagesOf(kind, document)).toEqual(message ? [message] : []);
  });

  it('of 300 kB is the largest', () => {
    const document = exampleOf('shipment');
    const [line] = document.shipment_lines;
    const details = (count: number) => Array.from({ length: count }, () => ({ serial_number: '中'.repeat(100) }));
    document.shipment_lines = [{ ...line, product_details: details(800) }];
    expect(wholeOf(readShipment(document))?.lines[0]?.product_details).toHaveLength(800);
    document.shipment_lines = [{ ...line, product_details: details(1000) }];
    expect(messagesOf('shipment', document)).toEqual(['The document is larger than 300 kB\n']);
    document.shipment_lines = [{ ...line, product_details: details(1001) }];
    expect(messagesOf('shipment', document)).toEqual([wrong('Product details')]);
    document.shipment_lines = [{ ...line, product_details: {}, shipping_address: ['x'] }];
    expect(messagesOf('shipment', document)).toEqual([wrong('Product details', 'Shipping address')]);
  });

  it('is named in its failures as far as it can be read', () => {
    const document = { ...exampleOf('orderack'), customer_id: {}, third_party_import_id: 'x'.repeat(200) };
    document.sales_order_number = 'S'.repeat(41);
    document.supplier_id = `a${String.fromCharCode(7)}b`;
    const { sender, failures } = read('orderack', document);
    expect(sender).toEqual({ customer_id: '', supplier_id: '', third_party_import_id: 'x'.repeat(100) });
    expect(failures[0]?.keys).toEqual({ sales_order_number: 'S'.repeat(40), sales_order_line_number: 'SOL5678909' });
  });
});
