import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyErpState } from '../../../../core/domain/apply-erp-state.ts';
import { approve } from '../../../../core/domain/approve-request.ts';
import type { BudgetMovement } from '../../../../core/domain/budget.ts';
import { cancel } from '../../../../core/domain/cancel-request.ts';
import { changeOrder } from '../../../../core/domain/change-order.ts';
import { COST_GROUPS, summarizeCosts } from '../../../../core/domain/cost-summary.ts';
import { type CostEntry, costChangeOf, costEntryOf } from '../../../../core/domain/costs.ts';
import { HubError } from '../../../../core/domain/errors.ts';
import { orderManually } from '../../../../core/domain/order-manually.ts';
import type { Organization } from '../../../../core/domain/organization.ts';
import {
  type ProcurementRequest,
  type RequestCommand,
  transition,
} from '../../../../core/domain/procurement-request.ts';
import { type PurchaseOrder, transitionOrder } from '../../../../core/domain/purchase-order.ts';
import { receiveManually } from '../../../../core/domain/receive-manually.ts';
import { laptopReplacement } from '../../support/requests.ts';

const NOW = 1708736700;
const APPROVER = { by: 'usr_3kPmN8rT2wXq', mayEditOthers: true };
const organization: Organization = {
  org_id: laptopReplacement.org_id,
  name: 'Example',
  default_approver_id: APPROVER.by,
  allow_self_approval: true,
  budget_policy: 'warn',
  fiscal_year_start_month: 1,
  receive_on_shipment: false,
  routes: [],
  version: 1,
};

interface State {
  readonly request: ProcurementRequest;
  readonly order?: PurchaseOrder | undefined;
}
interface Change extends State {
  readonly costs: CostEntry | undefined;
  readonly movement?: BudgetMovement | undefined;
}
type Action = (state: State) => Change;

/** What a command changes when it is about the request only. */
function command(commandOf: RequestCommand): Action {
  return ({ request, order }) => {
    const next = transition(request, commandOf, NOW);
    return { request: next, order, costs: costChangeOf({ request, order }, { request: next, order }) };
  };
}

const approveIt: Action = ({ request }) => {
  const destinations = request.erp_source === 'manual' ? [] : ['sap'];
  const by = { by: APPROVER.by, comment: null, now: NOW, purchaseOrderId: `po_${request.id}` };
  const context = { ...by, destinations, isAcknowledged: false };
  const { commitment, ...approval } = approve(request, organization, context);
  return { ...approval, movement: commitment };
};

const placeOrder: Action = ({ request, order }) => {
  const input = { po_number: '0815' };
  const placement = { input, by: APPROVER.by, purchaseOrderId: `po_${request.id}`, supplier: undefined, now: NOW };
  const placed = orderManually(request, placement);
  return { ...placed, costs: costChangeOf({ request, order }, placed) };
};

const number: Action = ({ request, order }) => {
  if (!order || order.erp_source === 'manual') return { request, order, costs: undefined };
  return {
    request: transition(request, { kind: 'order', poNumber: 'PO-1' }, NOW),
    order: transitionOrder(order, { kind: 'number', poNumber: 'PO-1' }, NOW),
    costs: undefined,
  };
};

const receive =
  (quantity: number, final: boolean): Action =>
  ({ request, order }) => {
    const input = { lines: [{ id: '1', quantity }], final };
    const update = receiveManually(request, order, { input, ...APPROVER, now: NOW });
    return { ...update, request: update.request ?? request };
  };

const tell =
  (received_quantity: number, deleted: boolean, completed: boolean): Action =>
  ({ request, order }) => {
    if (!order || order.erp_source === 'manual') return { request, order, costs: undefined };
    const lines = [{ id: '1', received_quantity, deleted: false, completed }];
    const update = applyErpState(order, request, { deleted, lines }, { by: 'sap', now: NOW });
    return { order, costs: undefined, ...update, request: update?.request ?? request };
  };

const change =
  (quantity: number): Action =>
  ({ request, order }) => {
    if (!order) return { request, order, costs: undefined };
    const input = { lines: [{ id: '1', quantity }] };
    const update = changeOrder(order, request, organization, { input, by: APPROVER.by, now: NOW });
    return { ...update, request: update.request ?? request };
  };

const cancelIt: Action = ({ request, order }) => {
  const { release, ...cancelled } = cancel(request, order, {
    ...APPROVER,
    mayCancelOrders: true,
    reason: null,
    now: NOW,
  });
  return { ...cancelled, movement: release };
};

const quantity = fc.integer({ min: 0, max: 4 });
const key = fc.constantFrom('A', 'B');
const anAction: fc.Arbitrary<Action> = fc.oneof(
  fc.constant(command({ kind: 'submit', ...APPROVER })),
  fc.constant(command({ kind: 'reject', by: APPROVER.by, reason: 'No' })),
  fc
    .record({ cost_center: key, budget_code: fc.option(key), project: fc.option(key), vendor: fc.option(key) })
    .map((changes) => command({ kind: 'edit', ...APPROVER, changes })),
  quantity.map((one) =>
    command({
      kind: 'edit',
      ...APPROVER,
      changes: { items: laptopReplacement.items.map((item) => ({ ...item, quantity: one + 1 })), currency: 'USD' },
    }),
  ),
  fc.constantFrom(approveIt, placeOrder, number, cancelIt),
  fc.tuple(quantity, fc.boolean()).map(([one, final]) => receive(one, final)),
  fc.tuple(quantity, fc.boolean(), fc.boolean()).map((told) => tell(...told)),
  quantity.map((one) => change(one + 1)),
);

const newRequests = fc
  .array(fc.record({ isManual: fc.boolean(), submit: fc.boolean(), ticket_id: fc.option(key), cost_center: key }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((requests) =>
    requests.map(
      ({ isManual, submit, ticket_id, cost_center }, index): ProcurementRequest => ({
        ...laptopReplacement,
        id: `proc_${index}`,
        ticket_id,
        cost_center,
        status: submit ? 'pending_approval' : 'draft',
        approval_history: [],
        erp_source: isManual ? 'manual' : 'sap_s4hana',
      }),
    ),
  );

/** The table: the budgets' movements by cost center, and the cost entries. */
class Books {
  readonly budgets = new Map<string, { committed: number; spent: number }>();
  readonly entries = new Map<string, CostEntry>();

  /** The state after an action, which is saved; the state as it was when a rule forbids the action. */
  apply(action: Action, state: State): State {
    try {
      const next = action(state);
      this.save(next);
      return next;
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      return state;
    }
  }

  save({ costs, movement }: Pick<Change, 'costs' | 'movement'>): void {
    if (costs) this.entries.set(costs.request_id, costs);
    if (!movement) return;
    const { committed, spent } = this.budgets.get(movement.costCenter) ?? { committed: 0, spent: 0 };
    const next = { committed: committed + movement.committed, spent: spent + movement.spent };
    this.budgets.set(movement.costCenter, next);
  }
}

describe('what requests cost', () => {
  it('agrees with what the budgets have moved, by every group, after whatever commands', () => {
    const steps = fc.array(fc.tuple(fc.nat(3), anAction), { maxLength: 40 });
    fc.assert(
      fc.property(newRequests, steps, (requests, actions) => {
        const books = new Books();
        const states: State[] = requests.map((request) => ({ request }));
        for (const [index, action] of actions) {
          const at = index % states.length;
          states[at] = books.apply(action, states[at] ?? { request: laptopReplacement });
        }
        expectAgreement(books, states);
      }),
      { numRuns: 300 },
    );
  });
});

function expectAgreement({ budgets, entries }: Books, states: readonly State[]): void {
  const moved = [...budgets.values()];
  const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
  const cents = (amounts: readonly number[]): number => Math.round(100 * sum(amounts));
  const pending = states.map(({ request }) => request).filter(({ status }) => status === 'pending_approval');
  const costs = { entries: [...entries.values()], pending };
  const requested = pending.map(({ items }) =>
    items.reduce((cost, item) => cost + item.quantity * item.unit_cost_minor, 0),
  );
  for (const group of COST_GROUPS) {
    const rows = summarizeCosts(costs, group);
    expect(sum(rows.map((row) => row.requests))).toBe(entries.size + pending.length);
    expect({
      requested: cents(rows.map((row) => row.requested)),
      committed: cents(rows.map((row) => row.committed)),
      spent: cents(rows.map((row) => row.spent)),
    }).toEqual({
      requested: sum(requested),
      committed: sum(moved.map(({ committed }) => committed)),
      spent: sum(moved.map(({ spent }) => spent)),
    });
  }
  // A request commits in the budget of its cost center.
  for (const { key: center, committed, spent } of summarizeCosts(costs, 'cost_center')) {
    const budget = budgets.get(String(center)) ?? { committed: 0, spent: 0 };
    expect([committed, spent].map((amount) => Math.round(amount * 100))).toEqual([budget.committed, budget.spent]);
  }
}

describe('a request', () => {
  it('has no entry before its approval, nor once it is rejected', () => {
    const reject = command({ kind: 'reject', by: APPROVER.by, reason: 'No' });
    for (const status of ['draft', 'pending_approval'] as const) {
      expect(costEntryOf({ ...laptopReplacement, status }, undefined)).toBeUndefined();
    }
    expect(reject({ request: laptopReplacement }).costs).toBeUndefined();
    expect(approveIt({ request: laptopReplacement }).costs).toMatchObject({
      request_id: laptopReplacement.id,
      committed_minor: 170_800,
      spent_minor: 0,
    });
  });

  it('keeps an entry of zeroes when it is cancelled after its approval', () => {
    const zeroes = { committed_minor: 0, spent_minor: 0 };
    for (const erp_source of ['manual', 'sap_s4hana'] as const) {
      const approved = approveIt({ request: { ...laptopReplacement, erp_source } });
      expect(cancelIt(approved).costs).toEqual({ ...approved.costs, ...zeroes });
    }
  });

  it('keeps its entry when its order gets a number', () => {
    const { request, order } = approveIt({ request: { ...laptopReplacement, erp_source: 'sap_s4hana' } });
    const numbered = transition(request, { kind: 'order', poNumber: 'PO-1' }, NOW);
    expect(costChangeOf({ request, order }, { request: numbered, order })).toBeUndefined();
  });
});
