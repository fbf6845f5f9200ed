import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyErpState, type ErpOrderState } from '../../../../core/domain/apply-erp-state.ts';
import { type ProcurementRequest, transition } from '../../../../core/domain/procurement-request.ts';
import {
  openMinor,
  type PurchaseOrder,
  receivedMinor,
  transitionOrder,
} from '../../../../core/domain/purchase-order.ts';
import { approvedLaptop, laptopOrder } from '../../support/requests.ts';

const NOW = 1708736700;
const number = { poNumber: 'PO-4500012847' };
const request = transition(approvedLaptop, { kind: 'order', ...number }, NOW);
/** Four laptops and four docks, ordered. */
const order: PurchaseOrder = {
  ...transitionOrder(laptopOrder, { kind: 'number', ...number }, NOW),
  lines: laptopOrder.lines.map((line) => ({ ...line, quantity: 4 })),
};
const FULL = 4 * 170_800;

type Line = ErpOrderState['lines'][number];
function line(id: string, received_quantity: number, flags: Partial<Line> = {}): Line {
  return { id, received_quantity, deleted: false, completed: false, ...flags };
}
function told(lines: readonly Line[], { deleted = false, of = order, by = request as ProcurementRequest } = {}) {
  return applyErpState(of, by, { deleted, lines }, { by: 'sap', now: NOW });
}
/** The order and the request after what the ERP tells, one after the other. */
function toldInTurn(...states: readonly ErpOrderState[]) {
  let current = { order, request: request as ProcurementRequest };
  for (const state of states) {
    const update = applyErpState(current.order, current.request, state, { by: 'sap', now: NOW });
    current = { order: update?.order ?? current.order, request: update?.request ?? current.request };
  }
  return current;
}

describe('what an ERP tells of an order', () => {
  it('is nothing new when it is what the hub has', () => {
    expect(told([line('1', 0), line('2', 0)])).toBeUndefined();
    expect(told([])).toBeUndefined();
  });

  it('is received in parts: spent moves, the request stays, and the revision too', () => {
    const update = told([line('1', 3), line('2', 0)]);
    expect(update?.order).toMatchObject({
      status: 'partially_received',
      revision: order.revision,
      version: order.version + 1,
      receipts: [{ at: NOW, by: 'sap', lines: [{ id: '1', quantity: 3 }], final: false }],
    });
    expect(update?.request).toBeUndefined();
    expect(update?.movement).toMatchObject({ committed: -3 * 142_900, spent: 3 * 142_900, within: undefined });
    expect(update?.costs).toMatchObject({
      request_id: request.id,
      committed_minor: FULL - 3 * 142_900,
      spent_minor: 3 * 142_900,
    });
  });

  it('has receipts of what has arrived, to the parts of a unit', () => {
    const { order: twice } = toldInTurn(
      { deleted: false, lines: [line('1', 0.4)] },
      { deleted: false, lines: [line('1', 0.7)] },
    );
    expect(twice.receipts.map(({ lines }) => lines)).toEqual([
      [{ id: '1', quantity: 0.4 }],
      [{ id: '1', quantity: 0.3 }],
    ]);
  });

  it('makes order and request received once all has arrived', () => {
    const update = told([line('1', 4), line('2', 4)]);
    expect([update?.order.status, update?.request?.status]).toEqual(['received', 'received']);
    expect(update?.movement).toMatchObject({ committed: -FULL, spent: FULL });
  });

  it('may be more than was ordered: spent counts all, and nothing is open', () => {
    const update = told([line('1', 6), line('2', 4)]);
    expect(update?.order.status).toBe('received');
    expect(update?.movement).toMatchObject({ committed: -FULL, spent: FULL + 2 * 142_900 });
  });

  it('may be parts of a unit, to the cent', () => {
    const update = told([line('1', 2.345)]);
    expect(update?.movement).toMatchObject({ committed: -335_101, spent: 335_101 });
  });

  it('may take goods back, and committed and spent move back', () => {
    const all = toldInTurn({ deleted: false, lines: [line('1', 4, { completed: true }), line('2', 4)] });
    expect(all.request.status).toBe('received');
    const back = told([line('1', 1)], { of: all.order, by: all.request });
    expect([back?.order.status, back?.request?.status]).toEqual(['partially_received', 'ordered']);
    expect(back?.order.receipts.at(-1)?.lines).toEqual([{ id: '1', quantity: -3 }]);
    expect(back?.movement).toMatchObject({ committed: 3 * 142_900, spent: -3 * 142_900 });
    expect(toldInTurn({ deleted: false, lines: [line('1', 1)] }, { deleted: false, lines: [line('1', 0)] })).toEqual({
      request,
      order: expect.objectContaining({ status: 'ordered' }),
    });
  });

  it('completes a line: its rest is released', () => {
    const update = told([line('1', 1, { completed: true }), line('2', 4)]);
    expect(update?.order).toMatchObject({ status: 'received', receipts: [{ final: true }] });
    expect(update?.movement).toMatchObject({ committed: -FULL, spent: 142_900 + 4 * 27_900 });
  });

  it('deletes a line: its rest is released, and the order goes on', () => {
    const update = told([line('1', 0, { deleted: true })]);
    expect(update?.order).toMatchObject({ status: 'ordered', receipts: [], revision: order.revision });
    expect(update?.movement).toMatchObject({ committed: -4 * 142_900, spent: 0 });
  });

  it('does not bring back a line that the hub has deleted', () => {
    const deleted = transitionOrder(order, { kind: 'change', changes: { lines: [{ id: '1', deleted: true }] } }, NOW);
    expect(told([line('1', 0)], { of: deleted })).toBeUndefined();
  });

  it('deletes the order: it is cancelled, its request too, in the ERP’s name, and the budget is released', () => {
    const update = told([], { deleted: true });
    expect([update?.order.status, update?.request?.status]).toEqual(['cancelled', 'cancelled']);
    expect(update?.request?.approval_history.at(-1)).toEqual({
      action: 'cancelled',
      by: 'sap',
      at: NOW,
      comment: null,
    });
    expect(update?.movement).toMatchObject({ committed: -FULL, spent: 0 });
    expect(update?.order.revision).toBe(order.revision);
    // Every line deleted is the same.
    const flags = { deleted: true };
    expect(told([line('1', 0, flags), line('2', 0, flags)])?.request?.status).toBe('cancelled');
  });

  it('deletes an order of which something has arrived: it is received, and the rest is released', () => {
    const { order: partial } = toldInTurn({ deleted: false, lines: [line('1', 1)] });
    const update = told([line('1', 1), line('2', 0)], { deleted: true, of: partial });
    expect([update?.order.status, update?.request?.status]).toEqual(['received', 'received']);
    expect(update?.movement).toMatchObject({ committed: -(FULL - 142_900), spent: 0 });
  });

  it('does not revive an order that is cancelled, and what has arrived of it is spent', () => {
    const cancelled = transitionOrder(order, { kind: 'cancel' }, NOW);
    const by: ProcurementRequest = { ...request, status: 'cancelled' };
    expect(told([line('1', 0)], { of: cancelled, by })).toBeUndefined();
    expect(told([line('1', 0, { deleted: true })], { of: cancelled, by, deleted: true })).toBeUndefined();
    const update = told([line('1', 2)], { of: cancelled, by });
    expect(update?.order.status).toBe('cancelled');
    expect(update?.request).toBeUndefined();
    expect(update?.movement).toMatchObject({ committed: 0, spent: 2 * 142_900 });
  });

  it('leaves alone what has arrived in full when the ERP deletes it afterwards', () => {
    const lines = [line('1', 4), line('2', 4)];
    const { order: received, request: by } = toldInTurn({ deleted: false, lines });
    expect(told(lines, { deleted: true, of: received, by })).toBeUndefined();
  });

  it('does not open again what the hub has closed, before the ERP learns of it', () => {
    const { order: partial } = toldInTurn({ deleted: false, lines: [line('1', 1)] });
    const closed = transitionOrder(partial, { kind: 'cancel' }, NOW);
    const by: ProcurementRequest = { ...request, status: 'received' };
    expect(told([line('1', 1), line('2', 0)], { of: closed, by })).toBeUndefined();
    const late = told([line('1', 2), line('2', 0)], { of: closed, by });
    expect(late?.order.status).toBe('received');
    expect(late?.movement).toMatchObject({ committed: 0, spent: 142_900 });
  });

  it('may come before the number of the order', () => {
    const update = told([line('1', 4), line('2', 4)], {
      of: { ...order, ...laptopOrder, lines: order.lines },
      by: approvedLaptop,
    });
    expect([update?.order.status, update?.request?.status]).toEqual(['received', 'received']);
    const numbered = update && transitionOrder(update.order, { kind: 'number', ...number }, NOW);
    expect(numbered).toMatchObject({ status: 'received', erp_po_number: 'PO-4500012847' });
  });

  it('moves nothing for lines that cost nothing', () => {
    const free = { ...order, lines: order.lines.map((one) => ({ ...one, unit_cost_minor: 0 })) };
    const update = told([line('1', 4), line('2', 4)], { of: free });
    expect(update).toMatchObject({ order: { status: 'received' }, movement: undefined });
  });

  it('of an order without request changes the order and its budget', () => {
    const update = applyErpState(order, undefined, { deleted: true, lines: [] }, { by: 'sap', now: NOW });
    expect(update).toMatchObject({
      order: { status: 'cancelled' },
      request: undefined,
      movement: { committed: -FULL },
    });
    expect(update?.costs).toBeUndefined();
  });

  it('leaves budget and order in agreement, whatever it is and however often it is told', () => {
    const lineState = (id: string) =>
      fc.record({
        id: fc.constant(id),
        received_quantity: fc.integer({ min: 0, max: 6 }),
        deleted: fc.boolean(),
        completed: fc.boolean(),
      });
    const state = fc.record({
      deleted: fc.boolean(),
      lines: fc.tuple(lineState('1'), lineState('2')).map((lines) => lines as readonly Line[]),
    });
    fc.assert(
      fc.property(fc.array(state), (states) => {
        let current = { order, request: request as ProcurementRequest };
        let budget = { committed: openMinor(order), spent: 0 };
        for (const next of states) {
          const update = applyErpState(current.order, current.request, next, { by: 'sap', now: NOW });
          current = { order: update?.order ?? current.order, request: update?.request ?? current.request };
          budget = {
            committed: budget.committed + (update?.movement?.committed ?? 0),
            spent: budget.spent + (update?.movement?.spent ?? 0),
          };
          expect(budget).toEqual({ committed: openMinor(current.order), spent: receivedMinor(current.order) });
          expect(applyErpState(current.order, current.request, next, { by: 'sap', now: NOW })).toBeUndefined();
          const statuses: Record<string, string> = { received: 'received', cancelled: 'cancelled' };
          expect(current.request.status).toBe(statuses[current.order.status] ?? 'ordered');
        }
      }),
    );
  });
});
