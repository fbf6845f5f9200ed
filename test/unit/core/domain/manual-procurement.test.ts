import { describe, expect, it } from '@jest/globals';
import { OrderManuallySchema, orderManually } from '../../../../core/domain/order-manually.ts';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { openMinor } from '../../../../core/domain/purchase-order.ts';
import { ReceiveManuallySchema, receiveManually } from '../../../../core/domain/receive-manually.ts';
import { validate } from '../../../../core/domain/validation.ts';
import { approvedLaptop } from '../../support/requests.ts';

const NOW = 1708736700;
const BUYER = 'usr_3kPmN8rT2wXq';
const ID = 'po_2kNpL7mS9wYrQ4';
const approved: ProcurementRequest = {
  ...approvedLaptop,
  erp_source: 'manual',
  purchase_order_id: null,
  items: approvedLaptop.items.map((item) => ({ ...item, quantity: 3 })),
};

function place(input: Parameters<typeof orderManually>[1]['input'], request = approved) {
  return orderManually(request, { input, by: BUYER, purchaseOrderId: ID, supplier: undefined, now: NOW });
}
const placed = place({ po_number: '0815/A', comment: 'By phone' });

function receive(body: object, { request, order } = placed, by = approved.requester_id) {
  const result = validate(ReceiveManuallySchema, body);
  if ('fields' in result) throw new Error(result.fields.map(({ path, message }) => `${path} ${message}`).join('; '));
  return receiveManually(request, order, { input: result.data, by, mayEditOthers: false, now: NOW + 1 });
}

describe('an order that a buyer places', () => {
  it('has the request’s lines and the number as given, and goes to no partner', () => {
    const { request, order } = placed;
    expect(order).toMatchObject({
      id: ID,
      request_id: request.id,
      origin: 'request',
      status: 'ordered',
      erp_po_number: '0815/A',
      numbered_at: NOW,
      budget_year: 2024,
      expected_delivery: '2026-03-10',
      destinations: [],
      version: 1,
    });
    expect(openMinor(order)).toBe(3 * 170_800);
    expect(request).toMatchObject({ status: 'ordered', erp_po_number: '0815/A', purchase_order_id: ID });
  });

  it('may be expected at another date, or at none', () => {
    expect(place({ po_number: '1', expected_delivery: '2026-04-01' }).order.expected_delivery).toBe('2026-04-01');
    expect(place({ po_number: '1', expected_delivery: null }).order.expected_delivery).toBeNull();
  });

  it.each([
    ['', 'must not be empty'],
    ['0'.repeat(36), 'must have at most 35 characters'],
    ['08\n15', 'must not contain control characters or incomplete Unicode characters'],
  ])('does not have the number %j', (po_number, message) => {
    expect(validate(OrderManuallySchema, { po_number })).toEqual({ fields: [{ path: 'po_number', message }] });
  });
});

describe('a receipt of a manual request', () => {
  it('is of all that is open unless it names lines, and moves the budget', () => {
    const part = receive({ lines: [{ id: '1', quantity: 1 }], comment: 'One box' });
    expect(part).toMatchObject({
      order: {
        status: 'partially_received',
        receipts: [{ by: approved.requester_id, at: NOW + 1, comment: 'One box' }],
      },
      request: { status: 'ordered', version: placed.request.version + 1 },
      movement: { year: 2024, committed: -142_900, spent: 142_900 },
      costs: { committed_minor: 3 * 170_800 - 142_900, spent_minor: 142_900 },
    });
    const rest = receive({}, { request: part.request ?? placed.request, order: part.order });
    expect(rest).toMatchObject({
      order: { status: 'received' },
      request: { status: 'received' },
      movement: { committed: -(3 * 170_800 - 142_900), spent: 3 * 170_800 - 142_900 },
    });
    expect(rest.order.receipts.at(-1)?.lines).toEqual([
      { id: '1', quantity: 2 },
      { id: '2', quantity: 3 },
    ]);
  });

  it('that is final releases what does not come any more', () => {
    const part = receive({ lines: [{ id: '1', quantity: 1 }] });
    const state = { request: part.request ?? placed.request, order: part.order };
    for (const lines of [
      [],
      [
        { id: '1', quantity: 0 },
        { id: '2', quantity: 0 },
      ],
    ]) {
      expect(receive({ lines, final: true }, state)).toMatchObject({
        order: { status: 'received' },
        request: { status: 'received' },
        movement: { committed: -(3 * 170_800 - 142_900), spent: 0 },
      });
    }
  });

  it.each([
    [{ lines: [] }, 'lines must name a line, unless the receipt is final'],
    [{ lines: [{ id: '1', quantity: 0 }] }, 'lines.0.quantity must be at least 1, unless the receipt is final'],
    [{ lines: [{ id: '1', quantity: -1 }] }, 'lines.0.quantity must be at least 0'],
    [{ lines: [{ id: '1', quantity: 1.5 }] }, 'lines.0.quantity must be a whole number'],
    [
      {
        lines: [
          { id: '1', quantity: 1 },
          { id: '1', quantity: 1 },
        ],
      },
      'lines must name each line once',
    ],
    [{ final: 'yes' }, 'final must be true or false'],
  ])('is not %j', (body, message) => {
    expect(() => receive(body)).toThrow(message);
  });

  it('is recorded by the requester, or by one who may edit what others request', () => {
    expect(() => receive({}, placed, 'usr_stranger')).toThrow(expect.objectContaining({ code: 'request.not_owner' }));
  });

  it.each([
    [{ erp_source: 'sap_s4hana' as const }, 'request.not_manual'],
    [{ status: 'approved' as const }, 'request.not_ordered'],
    [{ status: 'received' as const }, 'request.not_ordered'],
    [{ status: 'cancelled' as const }, 'request.not_ordered'],
  ])('is refused for a request with %j', (changes, code) => {
    const state = { ...placed, request: { ...placed.request, ...changes } };
    expect(() => receive({}, state)).toThrow(expect.objectContaining({ code }));
  });
});
