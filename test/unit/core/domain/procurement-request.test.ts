import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HubError } from '../../../../core/domain/errors.ts';
import {
  type ProcurementRequest,
  REQUEST_STATUSES,
  type RequestChanges,
  type RequestCommand,
  totalMinor,
  transition,
} from '../../../../core/domain/procurement-request.ts';
import { viewRequest, viewRequestWithHistory, viewUpdatedRequest } from '../../../../core/domain/request-view.ts';
import { approvedLaptop, laptopReplacement } from '../../support/requests.ts';

const NOW = 1708733100;
const approve: Extract<RequestCommand, { kind: 'approve' }> = {
  kind: 'approve',
  by: 'usr_3kPmN8rT2wXq',
  comment: 'Approved — within quarterly hardware budget.',
  selfApprovalAllowed: false,
  budgetYear: 2024,
  purchaseOrderId: 'po_2kNpL7mS9wYrQ4',
};
const cancel: Extract<RequestCommand, { kind: 'cancel' }> = {
  kind: 'cancel',
  by: laptopReplacement.requester_id,
  mayEditOthers: false,
  mayCancelOrders: true,
  reason: null,
  hasArrived: false,
};
const commands: readonly RequestCommand[] = [
  approve,
  { kind: 'reject', by: 'usr_3kPmN8rT2wXq', reason: 'Too dear' },
  { kind: 'submit', by: laptopReplacement.requester_id, mayEditOthers: false },
  { kind: 'edit', by: laptopReplacement.requester_id, mayEditOthers: false, changes: { title: 'Laptop' } },
  { kind: 'change_order', by: approve.by, comment: null, selfApprovalAllowed: false, poNumber: null },
  cancel,
  { kind: 'order', poNumber: 'PO-4500012847' },
  { kind: 'receive', isComplete: true },
  { kind: 'lose_order', by: 'sap' },
];

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof HubError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a procurement request', () => {
  it('gets the approval in its history', () => {
    expect(transition(laptopReplacement, approve, NOW)).toEqual(approvedLaptop);
  });

  // What its order learns and changes is up to the order: the request records it in any status.
  it.each([
    ['draft', ['submit', 'edit', 'cancel']],
    ['pending_approval', ['approve', 'reject', 'edit', 'cancel']],
    ['approved', ['cancel', 'receive']],
    ['ordered', ['cancel', 'receive']],
    ['received', ['receive']],
    ['cancelled', []],
  ] as const)('in status %s accepts exactly %j, beside what its order does', (status, accepted) => {
    const request: ProcurementRequest = { ...laptopReplacement, status };
    const outcomes = commands.filter((command) => codeOf(() => transition(request, command, NOW)) === 'accepted');
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(
      new Set([...accepted, 'order', 'change_order', 'lose_order']),
    );
  });

  it('is not approved by its requester unless the organization permits it', () => {
    const own = { ...approve, by: laptopReplacement.requester_id };
    expect(codeOf(() => transition(laptopReplacement, own, NOW))).toBe('request.self_approval');
    expect(transition(laptopReplacement, { ...own, selfApprovalAllowed: true }, NOW).status).toBe('approved');
  });

  it('is not approved by someone who edited it unless the organization permits it', () => {
    const edit = { kind: 'edit', by: approve.by, mayEditOthers: true, changes: { title: 'Laptop' } } as const;
    const edited = transition(laptopReplacement, edit, NOW);
    expect(codeOf(() => transition(edited, approve, NOW))).toBe('request.self_approval');
    expect(transition(edited, { ...approve, by: 'usr_other' }, NOW).status).toBe('approved');
    expect(transition(edited, { ...approve, selfApprovalAllowed: true }, NOW).status).toBe('approved');
  });

  it('has its edits in the history by the fields that they changed, one entry for the edits of one person in a row', () => {
    const edit = (by: string, changes: RequestChanges) => ({ kind: 'edit', by, mayEditOthers: true, changes }) as const;
    const [item] = laptopReplacement.items;
    if (!item) throw new Error('the fixture has an item');
    const edits = [
      edit('usr_a', { title: laptopReplacement.title }),
      edit('usr_a', { vendor: 'Lenovo', title: 'Laptop' }),
      edit('usr_a', { items: [{ ...item, quantity: 2 }], currency: 'USD' }),
      edit('usr_b', { cost_center: 'CC-IT-DEV', approver_id: 'usr_c' }),
      edit('usr_a', { items: [{ ...item, quantity: 2 }], currency: 'EUR' }),
    ];
    const edited = edits.reduce(
      (request, command, index) => transition(request, command, NOW + index),
      laptopReplacement,
    );
    expect(edited.version).toBe(6);
    expect(edited.approval_history.slice(1)).toEqual([
      { action: 'edited', by: 'usr_a', at: NOW + 2, comment: null, fields: ['title', 'items', 'vendor'] },
      { action: 'edited', by: 'usr_b', at: NOW + 3, comment: null, fields: ['cost_center'] },
      { action: 'edited', by: 'usr_a', at: NOW + 4, comment: null, fields: ['items'] },
    ]);
  });

  it('is not edited any more when its history is full', () => {
    const entry = { action: 'edited', by: 'usr_a', at: NOW, comment: null, fields: ['title'] } as const;
    const full = {
      ...laptopReplacement,
      approval_history: Array.from({ length: 100 }, () => ({ ...entry, fields: ['title'] })),
    };
    const edit = (by: string) => ({ kind: 'edit', by, mayEditOthers: true, changes: { title: 'Laptop' } }) as const;
    expect(codeOf(() => transition(full, edit('usr_b'), NOW))).toBe('request.not_editable');
    expect(transition(full, edit('usr_a'), NOW).approval_history).toHaveLength(100);
  });

  it('is edited and submitted only by its requester, an approver or an administrator', () => {
    const draft: ProcurementRequest = { ...laptopReplacement, status: 'draft' };
    const stranger = { by: 'usr_stranger', mayEditOthers: false };
    expect(codeOf(() => transition(draft, { kind: 'submit', ...stranger }, NOW))).toBe('request.not_owner');
    expect(codeOf(() => transition(draft, { kind: 'edit', ...stranger, changes: {} }, NOW))).toBe('request.not_owner');
    expect(transition(draft, { kind: 'submit', by: 'usr_boss', mayEditOthers: true }, NOW).status).toBe(
      'pending_approval',
    );
  });

  it.each([
    ['approved', 'ordered'],
    ['ordered', 'ordered'],
    ['received', 'received'],
    ['cancelled', 'cancelled'],
  ] as const)('gets the number of its order in status %s and is then %s', (status, then) => {
    const numbered = transition({ ...approvedLaptop, status }, { kind: 'order', poNumber: 'PO-45' }, NOW);
    expect(numbered).toMatchObject({ erp_po_number: 'PO-45', status: then });
    expect(numbered.approval_history).toEqual(approvedLaptop.approval_history);
  });

  it('is received when its order is, and ordered again when an ERP takes goods back', () => {
    const ordered = transition(approvedLaptop, { kind: 'order', poNumber: 'PO-45' }, NOW);
    const receive = (isComplete: boolean) => ({ kind: 'receive', isComplete }) as const;
    const received = transition(ordered, receive(true), NOW);
    expect(received).toEqual({ ...ordered, status: 'received', version: ordered.version + 1 });
    expect(transition(received, receive(false), NOW).status).toBe('ordered');
    expect(transition(ordered, receive(false), NOW).status).toBe('ordered');
    // The ERP's number may come after its goods.
    const early = transition(approvedLaptop, receive(true), NOW);
    expect(transition(early, receive(false), NOW).status).toBe('approved');
    expect(transition(early, { kind: 'order', poNumber: 'PO-45' }, NOW).status).toBe('received');
  });

  it('is cancelled by the ERP that has cancelled its order', () => {
    const lost = transition(approvedLaptop, { kind: 'lose_order', by: 'sap' }, NOW);
    expect(lost.status).toBe('cancelled');
    expect(lost.approval_history.at(-1)).toEqual({ action: 'cancelled', by: 'sap', at: NOW, comment: null });
  });

  it('that is cancelled after goods have arrived is received, and has the cancellation in its history', () => {
    const ordered: ProcurementRequest = { ...approvedLaptop, status: 'ordered' };
    const { status, approval_history } = transition(ordered, { ...cancel, hasArrived: true }, NOW);
    expect(status).toBe('received');
    expect(approval_history.at(-1)).toMatchObject({ action: 'cancelled', by: cancel.by });
  });

  it('is ordered by a buyer once, when it is approved and manual', () => {
    const order = {
      kind: 'order_manually',
      poNumber: '0815/A',
      purchaseOrderId: 'po_2kNpL7mS9wYrQ4',
      by: approve.by,
      comment: 'By phone',
    } as const;
    const manual: ProcurementRequest = { ...approvedLaptop, erp_source: 'manual', purchase_order_id: null };
    const ordered = transition(manual, order, NOW);
    expect(ordered).toMatchObject({
      status: 'ordered',
      erp_po_number: '0815/A',
      purchase_order_id: 'po_2kNpL7mS9wYrQ4',
    });
    expect(ordered.approval_history.at(-1)).toEqual({
      action: 'ordered',
      by: approve.by,
      at: NOW,
      comment: 'By phone',
    });
    expect(codeOf(() => transition(approvedLaptop, order, NOW))).toBe('request.not_manual');
    const sent: ProcurementRequest = { ...approvedLaptop, erp_source: 'manual' };
    expect(codeOf(() => transition(sent, order, NOW))).toBe('request.sent_to_supplier');
    for (const status of REQUEST_STATUSES.filter((one) => one !== 'approved')) {
      expect(codeOf(() => transition({ ...manual, status }, order, NOW))).toBe('request.not_approved');
    }
  });

  it('gets the next version and the current time, and keeps its items and history, in every transition', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REQUEST_STATUSES), fc.constantFrom(...commands), (status, command) => {
        const request: ProcurementRequest = { ...laptopReplacement, status };
        if (codeOf(() => transition(request, command, NOW)) !== 'accepted') return;
        const next = transition(request, command, NOW);
        expect(next).toMatchObject({ id: request.id, version: 2, updated_at: NOW, created_at: request.created_at });
        expect(next.items).toEqual(request.items);
        expect(next.approval_history.slice(0, request.approval_history.length)).toEqual(request.approval_history);
      }),
    );
  });

  it('costs the sum of quantity times unit cost', () => {
    expect(totalMinor(laptopReplacement.items)).toBe(170_800);
  });
});

describe("a request's view", () => {
  it('has the documented keys, with decimals for money', () => {
    expect(viewRequest(laptopReplacement)).toEqual({
      id: 'proc_9xKpQ2mR4wVbN3',
      type: 'hardware',
      status: 'pending_approval',
      title: 'Laptop Replacement — Water Damage',
      description: 'Replacement laptop for employee after liquid damage to current device. Original ticket INC-00847.',
      requester_id: 'usr_7nLsW8kF9xYt',
      approver_id: 'usr_3kPmN8rT2wXq',
      ticket_id: 'tkt_4kPmN8rT2wXq',
      items: [
        { name: 'Dell Latitude 5550 Laptop', sku: 'DELL-LAT5550-i7-16', quantity: 1, unit_cost: 1429, currency: 'USD' },
        { name: 'Dell WD22TB4 Thunderbolt Dock', sku: 'DELL-WD22TB4', quantity: 1, unit_cost: 279, currency: 'USD' },
      ],
      total_cost: 1708,
      currency: 'USD',
      vendor: 'Dell Technologies',
      erp_source: 'sap_s4hana',
      erp_po_number: null,
      cost_center: 'CC-IT-EUS',
      budget_code: 'BUD-2026-HW-Q1',
      expected_delivery: '2026-03-10',
      created_at: 1708732800,
      updated_at: 1708732800,
      org_id: 'org_5jHtK4pR8uWn',
    });
  });

  it('has the history for GET, and neither people nor ticket for PATCH', () => {
    expect(viewRequestWithHistory(approvedLaptop).approval_history).toHaveLength(2);
    expect(Object.keys(viewUpdatedRequest(laptopReplacement))).toEqual(
      Object.keys(viewRequest(laptopReplacement)).filter(
        (key) => !['requester_id', 'approver_id', 'ticket_id'].includes(key),
      ),
    );
  });
});
