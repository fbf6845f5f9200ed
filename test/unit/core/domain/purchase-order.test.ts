import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type OrderChanges,
  type OrderCommand,
  openMinor,
  type PurchaseOrder,
  PurchaseOrderSchema,
  transitionOrder,
} from '../../../../core/domain/purchase-order.ts';
import { viewOrder } from '../../../../core/domain/purchase-order-view.ts';
import { approvedLaptop, laptopOrder, PLAIN } from '../../support/requests.ts';

const NOW = 1708736700;
const STATUSES = PurchaseOrderSchema.shape.status.options;
const change: OrderCommand = { kind: 'change', changes: { lines: [{ id: '1', quantity: 2 }] } };
const number: OrderCommand = { kind: 'number', poNumber: 'PO-4500012847' };

function changed(lines: OrderChanges['lines'], order = laptopOrder): PurchaseOrder {
  return transitionOrder(order, { kind: 'change', changes: { lines } }, NOW);
}
function acceptedStatuses(command: OrderCommand, code: string) {
  return STATUSES.filter((status) => {
    const act = () => transitionOrder({ ...laptopOrder, status }, command, NOW);
    try {
      act();
      return true;
    } catch {
      expect(act).toThrow(expect.objectContaining({ code, message: expect.stringContaining(`is ${status}.`) }));
      return false;
    }
  });
}

describe('a new purchase order', () => {
  it('has what the request orders, line by line, and its first revision', () => {
    expect(PurchaseOrderSchema.parse(laptopOrder)).toEqual({
      id: 'po_2kNpL7mS9wYrQ4',
      org_id: 'org_5jHtK4pR8uWn',
      origin: 'request',
      request_id: 'proc_9xKpQ2mR4wVbN3',
      status: 'pending_submission',
      type: 'hardware',
      title: 'Laptop Replacement — Water Damage',
      requester_id: 'usr_7nLsW8kF9xYt',
      vendor: 'Dell Technologies',
      vendor_id: 'vnd_7nLsW8kF9xYt',
      supplier_id: null,
      awaits_acknowledgement: false,
      erp_source: 'sap_s4hana',
      erp_po_number: null,
      cost_center: 'CC-IT-EUS',
      budget_year: 2024,
      currency: 'USD',
      lines: approvedLaptop.items.map((item, index) => ({
        id: ['1', '2'][index],
        ...item,
        received_quantity: 0,
        deleted: false,
        completed: false,
        supplier: null,
      })),
      invoice_state: null,
      receipts: [],
      expected_delivery: '2026-03-10',
      ordered_at: 1708733100,
      numbered_at: null,
      closed_at: null,
      destinations: ['sap'],
      revision: 1,
      created_at: 1708733100,
      updated_at: 1708733100,
      version: 1,
    });
  });
});

describe('a purchase order', () => {
  it('that was stored before it had a supplier reads as one without', () => {
    const { supplier_id: _, awaits_acknowledgement: __, invoice_state: ___, ...old } = laptopOrder;
    const lines = old.lines.map(({ mpn, unit, supplier, ...line }) => line);
    expect(PurchaseOrderSchema.parse({ ...old, lines })).toEqual(laptopOrder);
  });

  it('can be changed until goods arrive', () => {
    expect(acceptedStatuses(change, 'order.not_changeable')).toEqual(['pending_submission', 'ordered']);
  });

  it('can be cancelled until it is received', () => {
    const accepted = acceptedStatuses({ kind: 'cancel' }, 'order.not_cancellable');
    expect(accepted).toEqual(['pending_submission', 'ordered', 'partially_received']);
  });

  it('receives goods once it has a number, until it is received', () => {
    const receive = { kind: 'receive', by: 'usr_1', lines: [{ id: '1', quantity: 1 }], final: false } as const;
    const accepted = acceptedStatuses({ ...receive, comment: null }, 'order.not_receivable');
    expect(accepted).toEqual(['ordered', 'partially_received']);
  });

  it('remembers when it got its number, also when the number is another later', () => {
    const numbered = transitionOrder(laptopOrder, number, NOW);
    expect(numbered.numbered_at).toBe(NOW);
    expect(transitionOrder(numbered, { kind: 'number', poNumber: 'PO-7' }, NOW + 1).numbered_at).toBe(NOW);
  });

  it('is ordered as soon as the ERP has numbered it, and a later status stays', () => {
    const next = STATUSES.map((status) => transitionOrder({ ...laptopOrder, status }, number, NOW));
    expect(next.map(({ status }) => status)).toEqual([
      'ordered',
      'ordered',
      'partially_received',
      'received',
      'cancelled',
    ]);
    for (const { erp_po_number, revision } of next) {
      expect({ erp_po_number, revision }).toEqual({ erp_po_number: 'PO-4500012847', revision: 1 });
    }
  });

  it.each([
    [change, 2],
    [{ kind: 'cancel' } as const, 2],
    [number, 1],
  ])('gets the next version by %j, and revision %i, of which partners learn', (command, revision) => {
    expect(transitionOrder(laptopOrder, command, NOW)).toMatchObject({
      version: 2,
      revision,
      updated_at: NOW,
      created_at: laptopOrder.created_at,
      ordered_at: laptopOrder.ordered_at,
    });
  });
});

describe('a change of a purchase order', () => {
  it('changes the fields that it names of the lines that it names', () => {
    const { lines } = changed([{ id: '2', quantity: 3, unit_cost_minor: 25_000 }]);
    expect(lines).toEqual([laptopOrder.lines[0], { ...laptopOrder.lines[1], quantity: 3, unit_cost_minor: 25_000 }]);
  });

  it('keeps a deleted line, by its id', () => {
    const { lines } = changed([{ id: '1', deleted: true }]);
    expect(lines.map(({ id, deleted }) => [id, deleted])).toEqual([
      ['1', true],
      ['2', false],
    ]);
  });

  it.each([
    ['an unknown line', [{ id: '3', quantity: 1 }], 'order.line_unknown'],
    ['a line by another form of its id', [{ id: '01', quantity: 1 }], 'order.line_unknown'],
    ['a deleted line', [{ id: '1', quantity: 1 }], 'order.line_deleted'],
    ['a deleted line again', [{ id: '1', deleted: true }], 'order.line_deleted'],
    ['its last line', [{ id: '2', deleted: true }], 'order.last_line'],
  ])('is refused for %s', (_, lines, code) => {
    const withoutFirst = changed([{ id: '1', deleted: true }]);
    expect(() => changed(lines, withoutFirst)).toThrow(expect.objectContaining({ code }));
  });

  it('is refused for all lines at once', () => {
    const all = laptopOrder.lines.map(({ id }) => ({ id, deleted: true }));
    expect(() => changed(all)).toThrow(expect.objectContaining({ code: 'order.last_line' }));
  });

  it.each([
    ['names one', { lines: [], expected_delivery: '2026-04-01' }, '2026-04-01'],
    ['removes it', { lines: [], expected_delivery: null }, null],
    ['does not name it', { lines: [{ id: '1', quantity: 2 }] }, '2026-03-10'],
  ])('has the delivery date that follows when it %s', (_, changes, expected) => {
    expect(transitionOrder(laptopOrder, { kind: 'change', changes }, NOW).expected_delivery).toBe(expected);
  });
});

describe('the open value of a purchase order', () => {
  it('is what is ordered and not received, without deleted lines', () => {
    expect(openMinor(laptopOrder)).toBe(170_800);
    expect(openMinor(changed([{ id: '1', deleted: true }]))).toBe(27_900);
    const [first, second] = changed([{ id: '1', quantity: 5 }]).lines;
    if (!first || !second) throw new Error('the order has two lines');
    expect(openMinor({ ...laptopOrder, lines: [{ ...first, received_quantity: 3 }, second] })).toBe(
      2 * 142_900 + 27_900,
    );
  });

  it('is nothing once the order is cancelled', () => {
    expect(openMinor(transitionOrder(laptopOrder, { kind: 'cancel' }, NOW))).toBe(0);
  });

  it('changes by the sum of what the changes of its lines cost', () => {
    const lineChange = fc.record({
      quantity: fc.integer({ min: 1, max: 999_999 }),
      unit_cost_minor: fc.integer({ min: 0, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(lineChange, lineChange, (one, other) => {
        const next = changed([
          { id: '1', ...one },
          { id: '2', ...other },
        ]);
        expect(openMinor(next)).toBe(one.quantity * one.unit_cost_minor + other.quantity * other.unit_cost_minor);
      }),
    );
  });
});

describe("a purchase order's view", () => {
  it('has the documented keys, with decimals for money', () => {
    const { id, name, sku } = laptopOrder.lines[0] ?? {};
    const order = { ...transitionOrder(laptopOrder, number, NOW), currency: 'KWD' };
    expect(viewOrder(order)).toEqual({
      id: 'po_2kNpL7mS9wYrQ4',
      origin: 'request',
      procurement_id: 'proc_9xKpQ2mR4wVbN3',
      status: 'ordered',
      erp_source: 'sap_s4hana',
      erp_po_number: 'PO-4500012847',
      vendor: 'Dell Technologies',
      vendor_id: 'vnd_7nLsW8kF9xYt',
      supplier_id: null,
      cost_center: 'CC-IT-EUS',
      currency: 'KWD',
      lines: [
        {
          ...{ id, name, sku, ...PLAIN, quantity: 1, received_quantity: 0, unit_cost: 142.9 },
          ...{ deleted: false, completed: false, supplier: null },
        },
        expect.objectContaining({ id: '2', unit_cost: 27.9 }),
      ],
      open_value: 170.8,
      received_value: 0,
      receipts: [],
      invoice_state: null,
      expected_delivery: '2026-03-10',
      numbered_at: NOW,
      revision: 1,
      created_at: 1708733100,
      updated_at: NOW,
      org_id: 'org_5jHtK4pR8uWn',
    });
  });
});
