import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesToShip, type ShippedLine, shipmentFindings } from '../../../../../core/domain/spendint/ship-order.ts';
import type { Shipment, ShipmentLine } from '../../../../../core/domain/spendint/shipment.ts';
import { NOT_ORDERED, ORDERED, orderLine, orderOf } from './orders.ts';

function shipmentLine(changes: Partial<ShipmentLine> = {}): ShipmentLine {
  return {
    actual_shipment_date: null,
    estimated_arrival_date: null,
    line_number: 'POL-1',
    planned_shipment_date: null,
    product_details: [],
    sales_order_line_number: null,
    shipping_address: null,
    shipment_quantity: 2,
    shipping_carrier: null,
    ship_to: null,
    tracking_number: 'T-1',
    ...changes,
  };
}

function shipment(...lines: ShipmentLine[]): Shipment {
  return {
    customer_id: null,
    order_number: 'PO-1',
    sales_order_number: 'SO-1',
    supplier_id: 'S',
    supplier_shipment_number: 'SH-1',
    third_party_import_id: null,
    lines,
  };
}

function shipped(changes: Partial<ShippedLine> = {}): ShippedLine {
  return {
    line_number: 'POL-1',
    tracking_number: 'T-1',
    supplier_shipment_number: 'SH-1',
    shipment_quantity: 2,
    ...changes,
  };
}

const NONE = { document: [], entries: [[]] };
const OVER = 'The quantity shipped is more than the quantity of the purchase order line';

describe('a line of a shipment', () => {
  it.each([
    ['its tracking number, whatever the shipment', {}, { supplier_shipment_number: 'SH-9' }],
    ['its shipment when neither has a tracking number', { tracking_number: null }, { tracking_number: null }],
    ['its shipment when it was announced without a tracking number', {}, { tracking_number: null }],
    ['its shipment when it has no tracking number any more', { tracking_number: null }, {}],
  ])('updates the earlier one by %s', (_by, sent, before) => {
    const earlier = shipped(before);
    expect(linesToShip(shipment(shipmentLine(sent)), [earlier])[0]?.updates).toBe(earlier);
  });

  it.each([
    ['of another line', {}, { line_number: 'POL-2' }],
    ['with another tracking number', {}, { tracking_number: 'T-2' }],
    [
      'of another shipment without tracking number',
      { tracking_number: null },
      { tracking_number: null, supplier_shipment_number: 'SH-9' },
    ],
    ['of another shipment that has none', {}, { tracking_number: null, supplier_shipment_number: 'SH-9' }],
  ])('is new beside one %s', (_one, sent, before) => {
    expect(linesToShip(shipment(shipmentLine(sent)), [shipped(before)])[0]?.updates).toBeNull();
  });

  it('leaves the announced one to the parcel that is the same', () => {
    const [announced, parcel] = [shipped({ tracking_number: null }), shipped({ tracking_number: 'T-2' })];
    const lines = ['T-2', 'T-1', 'T-3'].map((tracking_number) => shipmentLine({ tracking_number }));
    const updates = linesToShip(shipment(...lines), [announced, parcel]).map((found) => found.updates);
    expect(updates).toEqual([parcel, announced, null]);
  });

  it('never updates an earlier one twice', () => {
    const tracking = fc.constantFrom(null, 'T-1', 'T-2');
    const number = fc.constantFrom('SH-1', 'SH-2');
    const before = fc.uniqueArray(fc.record({ tracking_number: tracking, supplier_shipment_number: number }), {
      maxLength: 5,
      selector: (one) => JSON.stringify(one),
    });
    fc.assert(
      fc.property(before, fc.uniqueArray(tracking, { maxLength: 3 }), (earlier, sent) => {
        const document = shipment(...sent.map((tracking_number) => shipmentLine({ tracking_number })));
        const updates = linesToShip(document, earlier.map(shipped)).flatMap((found) => found.updates ?? []);
        expect(new Set(updates).size).toBe(updates.length);
      }),
    );
  });
});

describe('a shipment', () => {
  it.each(ORDERED)('is taken for an order that is %s', (status) => {
    expect(shipmentFindings(shipment(shipmentLine()), { ...orderOf(orderLine()), status }, [])).toEqual(NONE);
  });

  it.each(NOT_ORDERED)('is refused for an order that is %s', (status) => {
    const order = { ...orderOf(orderLine({ acknowledgement: null })), status };
    expect(shipmentFindings(shipment(shipmentLine()), order, [])).toEqual({
      document: ['The purchase order for this shipment is not in the Ordered status'],
      entries: [['The purchase order line for this shipment is not in the Ordered status']],
    });
  });

  it('is refused for each line that is unknown, cancelled or rejected', () => {
    const order = orderOf(
      orderLine(),
      orderLine({ line_number: 'POL-2', cancelled: true }),
      orderLine({ line_number: 'POL-3', acknowledgement: 'rejected' }),
    );
    const lines = ['POL-1', 'POL-2', 'POL-3', 'POL-4'].map((line_number) => shipmentLine({ line_number }));
    const missing = 'The purchase order line for this shipment does not exist';
    expect(shipmentFindings(shipment(...lines), order, [])).toEqual({
      document: [],
      entries: [[], [missing], ['The purchase order line for this shipment is not in the Ordered status'], [missing]],
    });
  });

  it('is refused when the numbers of the sales order differ from those that are known', () => {
    const order = orderOf(orderLine({ sales_order_number: 'SO-9', sales_order_line_number: 'SOL-9' }));
    const lineOf = (sales_order_line_number: string | null) => shipment(shipmentLine({ sales_order_line_number }));
    const differs = 'The sales order number of this shipment does not match the purchase order line';
    expect(shipmentFindings(lineOf('SOL-1'), order, []).entries).toEqual([
      [differs, 'The sales order line number of this shipment does not match the purchase order line'],
    ]);
    expect(shipmentFindings(lineOf(null), order, []).entries).toEqual([[differs]]);
    expect(shipmentFindings({ ...lineOf('SOL-9'), sales_order_number: 'SO-9' }, order, [])).toEqual(NONE);
  });

  it.each([
    ['the whole line', [4], 0, []],
    ['one more', [5], 0, [OVER]],
    ['what is left', [2], 2, []],
    ['more than is left', [3], 2, [OVER]],
    ['the line in parcels', [3, 1], 0, []],
    ['too much in parcels', [3, 2], 0, [OVER]],
  ])('of %s is held against the quantity ordered', (_what, quantities, shipped_quantity, findings) => {
    const lines = quantities.map((shipment_quantity, n) =>
      shipmentLine({ shipment_quantity, tracking_number: `N-${n}` }),
    );
    expect(shipmentFindings(shipment(...lines), orderOf(orderLine({ shipped_quantity })), []).entries).toEqual(
      quantities.map(() => findings),
    );
  });

  it('that updates another counts the difference', () => {
    const order = orderOf(orderLine({ shipped_quantity: 4 }));
    const update = (shipment_quantity: number) =>
      shipmentFindings(shipment(shipmentLine({ shipment_quantity })), order, [shipped()]).entries;
    expect([update(1), update(2), update(3)]).toEqual([[[]], [[]], [[OVER]]]);
  });

  it('may come after what it brought was received', () => {
    const order = orderOf(orderLine({ received_quantity: 3 }));
    expect(shipmentFindings(shipment(shipmentLine()), order, [])).toEqual(NONE);
  });

  it('takes nothing back that was received', () => {
    const order = orderOf(orderLine({ shipped_quantity: 4, received_quantity: 3 }));
    const update = (shipment_quantity: number) =>
      shipmentFindings(shipment(shipmentLine({ shipment_quantity })), order, [shipped()]).entries;
    expect([update(1), update(2)]).toEqual([[[]], [[]]]);
    const more = orderOf(orderLine({ shipped_quantity: 4, received_quantity: 4 }));
    expect(shipmentFindings(shipment(shipmentLine({ shipment_quantity: 1 })), more, [shipped()]).entries).toEqual([
      ['The quantity shipped is less than the quantity received'],
    ]);
  });
});
