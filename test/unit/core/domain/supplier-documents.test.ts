import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acknowledgePurchaseOrder } from '../../../../core/domain/acknowledge-purchase-order.ts';
import { applyErpState } from '../../../../core/domain/apply-erp-state.ts';
import { cancel } from '../../../../core/domain/cancel-request.ts';
import { changeOrder } from '../../../../core/domain/change-order.ts';
import { suppliedBy } from '../../../../core/domain/create-order.ts';
import { HubError } from '../../../../core/domain/errors.ts';
import { invoicePurchaseOrder } from '../../../../core/domain/invoice-purchase-order.ts';
import {
  InvoiceSchema,
  isFull,
  isRepeated,
  OrderackSchema,
  ShipmentSchema,
} from '../../../../core/domain/order-documents.ts';
import type { OrderUpdate } from '../../../../core/domain/order-update.ts';
import { parcelsOf } from '../../../../core/domain/parcels.ts';
import { type ProcurementRequest, transition } from '../../../../core/domain/procurement-request.ts';
import {
  openMinor,
  type PurchaseOrder,
  PurchaseOrderSchema,
  receivedMinor,
  transitionOrder,
} from '../../../../core/domain/purchase-order.ts';
import { receiveManually } from '../../../../core/domain/receive-manually.ts';
import { shipPurchaseOrder } from '../../../../core/domain/ship-purchase-order.ts';
import { wholeOf } from '../../../../core/domain/spendint/document.ts';
import { readInvoice } from '../../../../core/domain/spendint/invoice.ts';
import { readOrderack } from '../../../../core/domain/spendint/orderack.ts';
import { readShipment } from '../../../../core/domain/spendint/shipment.ts';
import type { Decision } from '../../../../core/domain/supplier-decision.ts';
import { approvedLaptop } from '../../support/requests.ts';
import { aSupplier, invoice, numberOf, orderack, shipment, suppliedOrder } from '../../support/supplier-documents.ts';

const NOW = 1708736700;
const BY = 'supplier:SUP-1001';

/** An order with its request and what was posted about it, each document once it was taken. */
interface World {
  readonly order: PurchaseOrder;
  readonly request: ProcurementRequest;
  readonly posted: readonly Posted[];
  /** What the budget has of the order. */
  readonly committed: number;
  readonly spent: number;
}
type Posted = { readonly kind: 'orderack' | 'shipment' | 'invoice'; readonly body: object };

const items = approvedLaptop.items.map((item) => ({ ...item, quantity: 5 }));
function worldOf(order: PurchaseOrder, request: ProcurementRequest): World {
  return { order, request, posted: [], committed: openMinor(order), spent: 0 };
}
const start = worldOf(suppliedOrder, { ...approvedLaptop, items });
const manualOrder = suppliedBy(
  { ...suppliedOrder, erp_source: 'manual', destinations: [], supplier_id: null, vendor_id: null },
  aSupplier,
);
const manual = worldOf(manualOrder, { ...approvedLaptop, items, erp_source: 'manual' });

function decide({ order, request, posted }: World, { kind, body }: Posted, receivesOnShipment: boolean): Decision {
  const context = { by: BY, now: NOW, receivesOnShipment };
  const earlier = posted.filter((one) => one.kind === kind);
  const entry = <Document>(document: Document) => ({ ...stored, document });
  switch (kind) {
    case 'orderack': {
      const read = (one: object) => OrderackSchema.parse(wholeOf(readOrderack(one)));
      return acknowledgePurchaseOrder(read(body), { order, request }, [], context);
    }
    case 'shipment': {
      const read = (one: object) => ShipmentSchema.parse(wholeOf(readShipment(one)));
      return shipPurchaseOrder(
        read(body),
        { order, request },
        earlier.map((one) => entry(read(one.body))),
        context,
      );
    }
    case 'invoice': {
      const read = (one: object) => InvoiceSchema.parse(wholeOf(readInvoice(one)));
      return invoicePurchaseOrder(
        read(body),
        { order, request },
        earlier.map((one) => entry(read(one.body))),
        context,
      );
    }
  }
}
const stored = {
  org_id: suppliedOrder.org_id,
  order_id: suppliedOrder.id,
  request_id: null,
  supplier_id: 'SUP-1001',
  import_id: 'imp_1',
  accepted_at: NOW,
  version: 2,
};

function updated(world: World, update: OrderUpdate, posted: readonly Posted[] = []): World {
  return {
    order: update.order,
    request: update.request ?? world.request,
    posted: [...world.posted, ...posted],
    committed: world.committed + (update.movement?.committed ?? 0),
    spent: world.spent + (update.movement?.spent ?? 0),
  };
}

/** The world after a document; as it was if that is refused or changes nothing. */
function afterDocument(world: World, one: Posted, receives = false): World {
  const decision = decide(world, one, receives);
  return decision.kind === 'applied' ? updated(world, decision.update, [one]) : world;
}
const sent = {
  orderack: (...parts: Parameters<typeof orderack>): Posted => ({ kind: 'orderack', body: orderack(...parts) }),
  shipment: (...parts: Parameters<typeof shipment>): Posted => ({ kind: 'shipment', body: shipment(...parts) }),
  invoice: (...parts: Parameters<typeof invoice>): Posted => ({ kind: 'invoice', body: invoice(...parts) }),
};
function numbered(world: World): World {
  const number = { kind: 'number', poNumber: 'PO-4500012847' } as const;
  const order = transitionOrder(world.order, number, NOW);
  const request = transition(world.request, { kind: 'order', poNumber: 'PO-4500012847' }, NOW);
  return { ...world, order, request };
}
function told(world: World, received: Readonly<Record<string, number>>, deleted = false): World {
  const lines = Object.entries(received).map(([id, received_quantity]) => ({
    id,
    received_quantity,
    deleted,
    completed: false,
  }));
  const update = applyErpState(world.order, world.request, { deleted: false, lines }, { by: 'sap', now: NOW });
  return update ? updated(world, update) : world;
}
function findingsOf(world: World, one: Posted): readonly string[] {
  const decision = decide(world, one, false);
  return decision.kind === 'refused' ? [...decision.findings.document, ...decision.findings.entries.flat()] : [];
}
const confirmed = afterDocument(numbered(start), sent.orderack('confirmed'));

describe('an order that its supplier acknowledges', () => {
  it('is ordered once both have confirmed it, in any sequence, while the request needs only the ERP', () => {
    expect(numbered(start)).toMatchObject({ order: { status: 'pending_submission' }, request: { status: 'ordered' } });
    expect(afterDocument(start, sent.orderack('confirmed'))).toMatchObject({
      order: { status: 'pending_submission', erp_po_number: null },
      request: { status: 'approved' },
    });
    expect(confirmed.order.status).toBe('ordered');
    expect(numbered(afterDocument(start, sent.orderack('confirmed'))).order.status).toBe('ordered');
  });

  it('waits until each line is confirmed, or deleted by a buyer', () => {
    const half = afterDocument(numbered(start), sent.orderack('confirmed', ['1']));
    expect(half.order.status).toBe('pending_submission');
    expect(afterDocument(half, sent.orderack('confirmed', ['2'])).order.status).toBe('ordered');
    const change = { kind: 'change', changes: { lines: [{ id: '2', deleted: true }] } } as const;
    expect(transitionOrder(half.order, change, NOW).status).toBe('ordered');
  });

  it('without ERP is numbered and ordered by the confirmation, with its request', () => {
    const ordered = afterDocument(manual, sent.orderack('confirmed'));
    expect(ordered.order).toMatchObject({ status: 'ordered', erp_po_number: manualOrder.id, numbered_at: NOW });
    expect(ordered.request).toMatchObject({ status: 'ordered', erp_po_number: manualOrder.id });
    const half = afterDocument(manual, sent.orderack('confirmed', ['1']));
    const organization = {
      ...{
        org_id: 'o',
        name: 'O',
        default_approver_id: 'a',
        allow_self_approval: true,
        budget_policy: 'warn' as const,
      },
      ...{ fiscal_year_start_month: 1, receive_on_shipment: false, routes: [], version: 1 },
    };
    const input = { lines: [{ id: '2', deleted: true as const }] };
    const change = changeOrder(half.order, half.request, organization, { input, by: 'usr_1', now: NOW });
    expect(change.order).toMatchObject({ status: 'ordered', erp_po_number: manualOrder.id });
    expect(change.request).toMatchObject({ status: 'ordered', erp_po_number: manualOrder.id });
  });

  it('loses what the supplier rejects, of which the ERP learns, and its budget', () => {
    const rejected = afterDocument(confirmed, sent.orderack('rejected', ['2']));
    expect(rejected.order).toMatchObject({ status: 'ordered', revision: 2 });
    expect(rejected.order.lines[1]).toMatchObject({ deleted: true, supplier: { acknowledgement: 'rejected' } });
    expect(rejected.committed).toBe(5 * 142_900);
    const lost = afterDocument(rejected, sent.orderack('rejected', ['1']));
    expect(lost.order).toMatchObject({ status: 'cancelled', revision: 3 });
    expect(lost.request.approval_history.at(-1)).toMatchObject({ action: 'cancelled', by: BY });
    expect([lost.committed, lost.spent, lost.request.status]).toEqual([0, 0, 'cancelled']);
  });

  it('keeps a rejection: repeated it changes nothing, and a confirmation is refused', () => {
    const rejected = afterDocument(confirmed, sent.orderack('rejected', ['2']));
    expect(decide(rejected, sent.orderack('rejected', ['2'], { sales_order_number: 'SO-2' }), false).kind).toBe(
      'unchanged',
    );
    expect(findingsOf(rejected, sent.orderack('confirmed', ['2']))).toEqual([
      'The purchase order line for this order acknowledgment is already rejected',
    ]);
    expect(afterDocument(rejected, sent.orderack('confirmed')).order.lines[1]?.supplier?.acknowledgement).toBe(
      'rejected',
    );
    const lost = afterDocument(confirmed, sent.orderack('rejected'));
    expect(lost.order.status).toBe('cancelled');
    expect(decide(lost, sent.orderack('rejected'), false).kind).toBe('unchanged');
    expect(findingsOf(lost, sent.orderack('confirmed'))).toEqual([
      'The purchase order for this order acknowledgment is cancelled',
    ]);
  });

  it('that is pending takes a cancellation and what the ERP tells, but no shipment', () => {
    const pending = numbered(start);
    expect(findingsOf(pending, sent.shipment({ 1: 1 }))).toContain(
      'The purchase order for this shipment is not in the Ordered status',
    );
    const command = { by: 'usr_1', mayEditOthers: true, mayCancelOrders: true, reason: null, now: NOW };
    expect(cancel(pending.request, pending.order, command).order?.status).toBe('cancelled');
    const arrived = told(pending, { 1: 5, 2: 5 });
    expect([arrived.order.status, arrived.request.status]).toEqual(['received', 'received']);
    expect(told(arrived, { 1: 0, 2: 0 }).order.status).toBe('pending_submission');
  });
});

describe('a shipment', () => {
  it('adds up, and arrives where the organization says so, which an ERP with less does not take back', () => {
    const first = afterDocument(confirmed, sent.shipment({ 1: 2 }), true);
    expect(first.order).toMatchObject({
      status: 'partially_received',
      receipts: [{ by: BY, lines: [{ id: '1', quantity: 2 }] }],
    });
    expect([first.committed, first.spent]).toEqual([3 * 142_900 + 5 * 27_900, 2 * 142_900]);
    expect(told(first, { 1: 1, 2: 0 })).toEqual(first);
    expect(told(first, { 1: 3, 2: 0 }).order.lines[0]?.received_quantity).toBe(3);
    const all = afterDocument(first, sent.shipment({ 1: 3, 2: 5 }, '2Z'), true);
    expect([all.order.status, all.request.status, all.committed]).toEqual(['received', 'received', 0]);
  });

  it.each([true, false])('takes back nothing of what the ERP has told', (receives) => {
    const arrived = told(confirmed, { 1: 4 });
    expect(afterDocument(arrived, sent.shipment({ 1: 2 }), receives)).toMatchObject({
      order: { lines: [{ received_quantity: 4, supplier: { shipped_quantity: 2 } }, {}] },
      spent: 4 * 142_900,
    });
  });

  it('otherwise waits for its receipt', () => {
    const shipped = afterDocument(confirmed, sent.shipment({ 1: 2 }));
    expect(shipped.order).toMatchObject({
      status: 'ordered',
      receipts: [],
      lines: [{ supplier: { shipped_quantity: 2 } }, {}],
    });
    expect(told(shipped, { 1: 1 }).order.lines[0]?.received_quantity).toBe(1);
  });

  it('updates a parcel, of which what it does not say stays', () => {
    const dated = { shipping_carrier: 'UPS', product_details: [{ serial_number: 'S-1' }] };
    const [line] = shipment({ 1: 2 }).shipment_lines;
    const shipped = afterDocument(
      confirmed,
      sent.shipment({ 1: 2 }, '1Z', { shipment_lines: [{ ...line, ...dated }] }),
    );
    const again = afterDocument(shipped, sent.shipment({ 1: 3 }));
    expect(again.order.lines[0]?.supplier?.shipped_quantity).toBe(3);
    const documents = again.posted.filter(({ kind }) => kind === 'shipment');
    const parcels = parcelsOf(
      documents.map(({ body }) => ({ document: ShipmentSchema.parse(wholeOf(readShipment(body))) })),
    );
    expect(parcels).toEqual([
      expect.objectContaining({ line_number: numberOf('1'), shipment_quantity: 3, shipping_carrier: 'UPS' }),
    ]);
    expect(parcels[0]?.product_details).toEqual([{ serial_number: 'S-1', imei: null, asset_tag: null }]);
  });

  it('of ten thousand parcels is understood at once', () => {
    const documents = Array.from({ length: 10 }, (_, shipped) => {
      const tracked = { line_number: numberOf('1'), shipment_quantity: 1 };
      const shipment_lines = Array.from({ length: 1000 }, (__, index) => ({
        ...tracked,
        tracking_number: `${shipped}-${index}`,
      }));
      const document = ShipmentSchema.parse(wholeOf(readShipment(shipment({}, `${shipped}`, { shipment_lines }))));
      return { document };
    });
    const started = performance.now();
    expect(parcelsOf(documents)).toHaveLength(10_000);
    // Each with each of the others takes several seconds.
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('is not undercut by a change of the order', () => {
    const { order } = afterDocument(confirmed, sent.shipment({ 1: 3 }));
    for (const change of [{ quantity: 2 }, { deleted: true as const }]) {
      const command = { kind: 'change', changes: { lines: [{ id: '1', ...change }] } } as const;
      expect(() => transitionOrder(order, command, NOW)).toThrow('The supplier has shipped 3 of line 1');
    }
    const command = { kind: 'change', changes: { lines: [{ id: '1', quantity: 3 }] } } as const;
    expect(transitionOrder(order, command, NOW).lines[0]?.quantity).toBe(3);
  });
});

describe("an order's invoices", () => {
  const all = { 1: [5, 714_500], 2: [5, 139_500] } as const;

  it('await delivery, and are confirmed when all has arrived at the ordered price', () => {
    const invoiced = afterDocument(confirmed, sent.invoice('INV-1', all));
    expect(invoiced.order.invoice_state).toBe('awaiting_delivery');
    expect(told(invoiced, { 1: 5, 2: 5 }).order.invoice_state).toBe('invoice_confirmed');
    const wrong = afterDocument(confirmed, sent.invoice('INV-1', { ...all, 2: [5, 139_501] }));
    expect(told(wrong, { 1: 5, 2: 5 }).order.invoice_state).toBe('requires_review');
    expect(told(confirmed, { 1: 5, 2: 5 }).order.invoice_state).toBeNull();
  });

  it('are for what has arrived where nothing more comes, and for review where all is cancelled', () => {
    const invoiced = afterDocument(told(confirmed, { 1: 2 }), sent.invoice('INV-1', { 1: [2, 285_800] }));
    expect(invoiced.order.invoice_state).toBe('awaiting_delivery');
    expect(transitionOrder(invoiced.order, { kind: 'cancel' }, NOW).invoice_state).toBe('invoice_confirmed');
    const early = afterDocument(confirmed, sent.invoice('INV-1', all));
    expect(transitionOrder(early.order, { kind: 'cancel' }, NOW).invoice_state).toBe('requires_review');
  });

  it('are also for what had arrived of a line that the ERP deletes', () => {
    const arrived = told(confirmed, { 1: 2 });
    const invoiced = afterDocument(arrived, sent.invoice('INV-1', { 1: [2, 285_800] }));
    const closed = told(told(invoiced, { 1: 2 }, true), { 2: 0 }, true);
    expect(closed.order).toMatchObject({ status: 'received', invoice_state: 'invoice_confirmed' });
    const late = afterDocument(told(arrived, { 1: 2, 2: 0 }, true), sent.invoice('INV-1', { 1: [2, 285_800] }));
    expect(late.order.invoice_state).toBe('invoice_confirmed');
    expect(findingsOf(late, sent.shipment({ 1: 3 }))).toEqual([
      'The quantity shipped is more than the quantity of the purchase order line',
    ]);
    expect(findingsOf(late, sent.shipment({ 2: 1 }))).toEqual([
      'The purchase order line for this shipment does not exist',
    ]);
  });

  it('are taken once: repeated nothing changes, and another content is refused', () => {
    const invoiced = afterDocument(confirmed, sent.invoice('INV-1', all));
    expect(decide(invoiced, sent.invoice('INV-1', all), false).kind).toBe('unchanged');
    expect(findingsOf(invoiced, sent.invoice('INV-1', { 1: [1, 142_900] }))).toEqual([
      'The invoice for this line is valid and cannot be updated',
    ]);
  });
});

describe('a document of a supplier', () => {
  const read = (body: object) => OrderackSchema.parse(wholeOf(readOrderack(body)));
  const [one, other] = [read(orderack('confirmed')), read(orderack('confirmed', ['1']))];
  const earlier = [
    { ...stored, document: one },
    { ...stored, document: other, import_id: 'imp_2' },
  ];

  it('is repeated if it is the last one, by any import, or an earlier one of its own call', () => {
    const isSeen = (document: typeof one, call: string) => isRepeated(document, earlier, call);
    expect(isSeen({ ...other, third_party_import_id: 'x' }, 'imp_9')).toBe(true);
    expect(isSeen(one, 'imp_1')).toBe(true);
    expect(isSeen(one, 'imp_9')).toBe(false);
    expect(isRepeated(one, [], 'imp_1')).toBe(false);
  });

  it('is one too many where those of its kind have ten megabytes', () => {
    const long = { ...stored, document: { ...one, status_message: 'a'.repeat(1_000_000) } };
    expect(isFull(Array.from({ length: 9 }, () => long))).toBe(false);
    expect(isFull(Array.from({ length: 10 }, () => long))).toBe(true);
  });

  const id = fc.constantFrom('1', '2');
  const quantity = fc.integer({ min: 1, max: 6 });
  const action = fc.oneof(
    fc.record({
      do: fc.constant('ack' as const),
      status: fc.constantFrom('confirmed', 'confirmed', 'rejected'),
      ids: fc.subarray(['1', '2']),
    }),
    fc.record({ do: fc.constant('ship' as const), id, quantity, tracking: fc.constantFrom('A', 'B') }),
    fc.record({ do: fc.constant('invoice' as const), id, quantity, number: fc.constantFrom('I', 'J') }),
    fc.record({
      do: fc.constant('tell' as const),
      id,
      quantity: fc.integer({ min: 0, max: 6 }),
      deleted: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
    fc.record({ do: fc.constant('number' as const) }),
    fc.record({ do: fc.constant('cancel' as const) }),
    fc.record({ do: fc.constant('change' as const), id, quantity }),
  );
  type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

  function documentOf(step: Action): Posted | undefined {
    switch (step.do) {
      case 'ack':
        return sent.orderack(step.status === 'rejected' ? 'rejected' : 'confirmed', step.ids);
      case 'ship':
        return sent.shipment({ [step.id]: step.quantity }, step.tracking);
      case 'invoice':
        return sent.invoice(step.number, { [step.id]: [step.quantity, step.quantity * 1000] });
      default:
        return undefined;
    }
  }

  /** The world after a command of a person or an ERP, unless it is forbidden. */
  function commanded(world: World, step: Action): World {
    const { order, request } = world;
    try {
      switch (step.do) {
        case 'tell': {
          if (order.erp_source !== 'manual') return told(world, { [step.id]: step.quantity }, step.deleted);
          const input = { lines: [{ id: step.id, quantity: step.quantity }], final: step.deleted };
          return updated(world, receiveManually(request, order, { input, by: 'usr_1', mayEditOthers: true, now: NOW }));
        }
        case 'number':
          return order.erp_po_number === null && order.erp_source !== 'manual' ? numbered(world) : world;
        case 'cancel': {
          const command = { by: 'usr_1', mayEditOthers: true, mayCancelOrders: true, reason: null, now: NOW };
          const cancelled = cancel(request, order, command);
          const movement = cancelled.release;
          return updated(world, { ...cancelled, order: cancelled.order ?? order, movement });
        }
        case 'change': {
          const lines = [{ id: step.id, quantity: step.quantity }];
          const next = transitionOrder(order, { kind: 'change', changes: { lines } }, NOW);
          return { ...world, order: next, committed: world.committed + openMinor(next) - openMinor(order) };
        }
        default:
          return world;
      }
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      return world;
    }
  }

  it('keeps the sums of budget and order, ships no more than ordered, and changes nothing when repeated', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 25 }),
        fc.constantFrom(start, manual),
        fc.boolean(),
        (steps, from, receives) => {
          let world = from;
          for (const step of [{ do: 'number' } as const, ...steps]) {
            const one = documentOf(step);
            const next = one ? afterDocument(world, one, receives) : commanded(world, step);
            if (one && next !== world) expect(decide(next, one, receives).kind).toBe('unchanged');
            world = next;
            expect(world.committed).toBe(openMinor(world.order));
            expect(world.spent).toBe(receivedMinor(world.order));
            expect(
              world.order.lines.every(({ quantity: most, supplier }) => (supplier?.shipped_quantity ?? 0) <= most),
            ).toBe(true);
            expect(PurchaseOrderSchema.parse(world.order)).toEqual(world.order);
            expect([world.order.status, world.order.invoice_state]).not.toEqual(['received', 'awaiting_delivery']);
            expect(world.request.erp_po_number).toBe(world.order.erp_po_number);
            expect(world.request.status === 'cancelled').toBe(world.order.status === 'cancelled');
            expect(world.request.status === 'received').toBe(world.order.status === 'received');
          }
        },
      ),
    );
  });
});
