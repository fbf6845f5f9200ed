import { describe, expect, it } from '@jest/globals';
import { readAvailability } from '../../../../../core/domain/spendint/availability.ts';
import { readCatalog } from '../../../../../core/domain/spendint/catalog.ts';
import { KINDS, takenOf, wholeOf, withFindings } from '../../../../../core/domain/spendint/document.ts';
import { readInvoice } from '../../../../../core/domain/spendint/invoice.ts';
import { invoiceFindings } from '../../../../../core/domain/spendint/invoice-order.ts';
import { readOrderack } from '../../../../../core/domain/spendint/orderack.ts';
import { outcomeOf, responseOf, SUCCESS } from '../../../../../core/domain/spendint/outcome.ts';
import { readPrice } from '../../../../../core/domain/spendint/price.ts';
import { existenceFindings } from '../../../../../core/domain/spendint/product-findings.ts';
import { shipmentFindings } from '../../../../../core/domain/spendint/ship-order.ts';
import { readShipment } from '../../../../../core/domain/spendint/shipment.ts';
import { documentedFailure, exampleOf, read } from './examples.ts';

describe('the examples of the documentation', () => {
  it.each(KINDS)('of %s read without failure', (kind) => {
    expect(responseOf([read(kind, exampleOf(kind))])).toEqual(SUCCESS);
  });

  it('of a catalog is a bundle that is itself a component, with a contract', () => {
    expect(takenOf(readCatalog(exampleOf('catalog')))).toEqual([
      {
        sku: '55788741',
        mpn: 'Z0WQ-20004301931',
        manufacturer: 'Apple',
        product_name: 'Apple MacBook Pro 13 Core i7',
        product_description: 'Apple MacBook Pro 13 Core i7 2.8GHz 16GB 512GB - Touch Bar - Space Gray',
        product_category_name: 'Computer',
        unspsc: '43211500',
        unit: 'Each',
        available_units: 4,
        available_for_country: ['US', 'IN', 'GB'],
        delivery_time: 4,
        images: ['http://test123.image1.png', 'http://test123.image2.jpeg'],
        product_attributes: [
          { name: 'Color', value: 'Space Grey' },
          { name: 'RAM', value: '16GB' },
          { name: 'Screen Size', value: '13inch' },
        ],
        bundled_components: [{ mpn: 'Z0WQ-20004301931', quantity: 4 }],
        parent_bundle: '920-0045362002',
        contract_agreement: {
          contract_number: '34567892',
          negotiated_currency: 'USD',
          negotiated_price_minor: 45_600,
          contract_start_date: '2026-12-01',
          contract_end_date: '2027-11-30',
        },
        substitute_products: [],
        compatible_products: [],
      },
    ]);
  });

  it('of an acknowledgement confirms, whatever its case', () => {
    expect(wholeOf(readOrderack(exampleOf('orderack')))).toMatchObject({
      status_code: 'confirmed',
      status_message: 'BACKORDERED',
      lines: [
        { line_number: 'POL6789876', sales_order_line_number: 'SOL5678909', estimated_arrival_date: '2026-12-01' },
      ],
    });
  });

  it('of a shipment names two of four units', () => {
    expect(wholeOf(readShipment(exampleOf('shipment')))?.lines).toMatchObject([
      {
        shipment_quantity: 4,
        tracking_number: 'E-901290092',
        shipping_address: { zip_code: '92108-1512', country: 'US' },
        product_details: [
          { serial_number: 'FL1234-23242319001', imei: '2134890294', asset_tag: null },
          { serial_number: 'FL1234-23242319110', imei: '245499003', asset_tag: null },
        ],
      },
    ]);
  });

  it('of an invoice has amounts that agree', () => {
    const invoice = wholeOf(readInvoice(exampleOf('invoice')));
    expect(invoice).toMatchObject({ subtotal_minor: 600_000, discounts_minor: 20_000, tax_rate: '10%' });
    expect(invoice?.lines.map((line) => line.invoiced_line_amount_minor)).toEqual([400_000, 200_000]);
  });
});

describe('the documented failure', () => {
  it('of a catalog is answered to an empty currency', () => {
    const document = exampleOf('catalog');
    document.products[0].contract_agreement['negotiated_currency '] = '';
    expect(responseOf([read('catalog', document)])).toEqual(documentedFailure('catalog'));
  });

  it('of a price is answered to an unknown SKU without currency and with dates that are none', () => {
    const document = exampleOf('price');
    document.products[0].contract_agreement = {
      contract_number: '34567892',
      contract_start_date: 'YYYY-MM-DD',
      contract_end_date: '2027-02-31',
      negotiated_price: '456',
    };
    const reading = readPrice(document);
    const outcome = outcomeOf(withFindings(reading, existenceFindings('price', reading, new Set())));
    expect(responseOf([outcome])).toEqual(documentedFailure('price'));
  });

  it('of availability is answered to an unknown SKU without unit', () => {
    const document = exampleOf('availability');
    delete document.products[0].unit;
    const reading = readAvailability(document);
    const outcome = outcomeOf(withFindings(reading, existenceFindings('availability', reading, new Set(['1']))));
    expect(responseOf([outcome])).toEqual(documentedFailure('availability'));
  });

  it('of an acknowledgement is answered to missing numbers of the order and of its line', () => {
    const document = exampleOf('orderack');
    delete document.order_number;
    delete document.sales_order_lines[0].line_number;
    expect(responseOf([read('orderack', document)])).toEqual(documentedFailure('orderack'));
  });

  it('of a shipment is answered to an unknown order', () => {
    const reading = readShipment(exampleOf('shipment'));
    const shipment = wholeOf(reading);
    if (!shipment) throw new Error('the example must be readable');
    const outcome = outcomeOf(withFindings(reading, shipmentFindings(shipment, null, [])));
    expect(responseOf([outcome])).toEqual(documentedFailure('shipment'));
  });

  it('of an invoice is answered once to an unknown order, although the invoice has two lines', () => {
    const reading = readInvoice(exampleOf('invoice'));
    const invoice = wholeOf(reading);
    if (!invoice) throw new Error('the example must be readable');
    const outcome = outcomeOf(withFindings(reading, invoiceFindings(invoice, null, null)));
    expect(responseOf([outcome])).toEqual(documentedFailure('invoice'));
  });
});
