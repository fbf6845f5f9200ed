import { describe, expect, it } from '@jest/globals';
import { type CancelCommand, cancel, viewCancellation } from '../../../../core/domain/cancel-request.ts';
import {
  type ProcurementRequest,
  REQUEST_STATUSES,
  type RequestStatus,
} from '../../../../core/domain/procurement-request.ts';
import { type PurchaseOrder, transitionOrder } from '../../../../core/domain/purchase-order.ts';
import { approvedLaptop, laptopOrder, laptopReplacement } from '../../support/requests.ts';

const NOW = 1708736700;
const requester: CancelCommand = {
  by: approvedLaptop.requester_id,
  mayEditOthers: false,
  mayCancelOrders: false,
  reason: 'Found a spare one',
  now: NOW,
};
const approver: CancelCommand = { ...requester, by: 'usr_3kPmN8rT2wXq', mayEditOthers: true };
const admin: CancelCommand = { ...approver, by: 'usr_admin', mayCancelOrders: true };
const stranger: CancelCommand = { ...requester, by: 'usr_stranger' };

function inStatus(status: RequestStatus): ProcurementRequest {
  return { ...approvedLaptop, status };
}
function refusal(request: ProcurementRequest, command: CancelCommand, order?: PurchaseOrder): unknown {
  try {
    cancel(request, order, command);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a cancellation', () => {
  it('has the request, its order, and the budget that both release', () => {
    const { request, order, release } = cancel(approvedLaptop, laptopOrder, requester);
    expect(request).toEqual({
      ...approvedLaptop,
      status: 'cancelled',
      approval_history: [
        ...approvedLaptop.approval_history,
        { action: 'cancelled', by: requester.by, at: NOW, comment: 'Found a spare one' },
      ],
      updated_at: NOW,
      version: approvedLaptop.version + 1,
    });
    expect(order).toEqual(transitionOrder(laptopOrder, { kind: 'cancel' }, NOW));
    expect(release).toEqual({
      orgId: 'org_5jHtK4pR8uWn',
      year: 2024,
      costCenter: 'CC-IT-EUS',
      committed: -170_800,
      spent: 0,
      currency: 'USD',
      within: undefined,
    });
  });

  it('releases what a changed order commits, not what was approved', () => {
    const changes = {
      lines: [
        { id: '1', quantity: 3 },
        { id: '2', deleted: true },
      ],
    };
    const changed = transitionOrder(laptopOrder, { kind: 'change', changes }, NOW);
    expect(cancel(approvedLaptop, changed, requester).release?.committed).toBe(-3 * 142_900);
  });

  it('releases what a request without order commits', () => {
    const manual = { ...approvedLaptop, purchase_order_id: null };
    expect(cancel(manual, undefined, requester)).toMatchObject({ order: undefined, release: { committed: -170_800 } });
  });

  it.each(['draft', 'pending_approval'] as const)('of a request in status %s releases nothing', (status) => {
    expect(cancel({ ...laptopReplacement, status }, undefined, requester).release).toBeUndefined();
  });

  it('of an order without cost releases nothing', () => {
    const lines = laptopOrder.lines.map((line) => ({ ...line, unit_cost_minor: 0 }));
    expect(cancel(approvedLaptop, { ...laptopOrder, lines }, requester).release).toBeUndefined();
  });

  it('of an order that is received is refused with the order’s reason', () => {
    const received = { ...laptopOrder, status: 'received' as const };
    expect(refusal(inStatus('ordered'), admin, received)).toMatchObject({ code: 'order.not_cancellable' });
  });

  it('after goods have arrived cancels the rest: order and request are received, and what has arrived stays spent', () => {
    const lines = laptopOrder.lines.map((line, index) => ({ ...line, quantity: 3, received_quantity: 3 - index * 2 }));
    const partial: PurchaseOrder = { ...laptopOrder, status: 'partially_received', lines };
    const { request, order, release, costs } = cancel(inStatus('ordered'), partial, admin);
    expect(request.status).toBe('received');
    expect(request.approval_history.at(-1)).toMatchObject({ action: 'cancelled', comment: 'Found a spare one' });
    expect(order).toMatchObject({ status: 'received', closed_at: NOW, revision: 2 });
    expect(order?.lines.map(({ completed }) => completed)).toEqual([false, true]);
    expect(release).toMatchObject({ committed: -2 * 27_900, spent: 0 });
    expect(costs).toMatchObject({ committed_minor: 0, spent_minor: 3 * 142_900 + 27_900 });
  });

  it('is shown with its order', () => {
    expect(viewCancellation(cancel(approvedLaptop, laptopOrder, requester), requester)).toEqual({
      id: 'proc_9xKpQ2mR4wVbN3',
      status: 'cancelled',
      cancelled_by: requester.by,
      cancelled_at: NOW,
      reason: 'Found a spare one',
      purchase_order_id: 'po_2kNpL7mS9wYrQ4',
    });
    expect(viewCancellation(cancel(laptopReplacement, undefined, approver), approver).purchase_order_id).toBeNull();
  });
});

describe('a request', () => {
  it.each([
    ['its requester', requester, ['draft', 'pending_approval', 'approved']],
    ['an approver', approver, ['draft', 'pending_approval', 'approved']],
    ['an administrator', admin, ['draft', 'pending_approval', 'approved', 'ordered']],
    ['anybody else', stranger, []],
  ])('is cancelled by %s', (_, command, expected) => {
    const accepted = REQUEST_STATUSES.filter((status) => refusal(inStatus(status), command) === undefined);
    expect(accepted).toEqual(expected);
  });

  it.each([
    ['by a stranger', 'approved', stranger, 'request.not_owner'],
    ['by its requester once it is ordered', 'ordered', requester, 'request.not_owner'],
    ['a second time', 'cancelled', admin, 'request.not_cancellable'],
    ['after its goods arrived', 'received', admin, 'request.not_cancellable'],
  ] as const)('is not cancelled %s', (_, status, command, code) => {
    expect(refusal(inStatus(status), command)).toMatchObject({ code });
  });

  it('is not cancelled by an administrator of orders who may not edit it', () => {
    expect(refusal(inStatus('ordered'), { ...stranger, mayCancelOrders: true })).toMatchObject({
      code: 'request.not_owner',
    });
  });
});
