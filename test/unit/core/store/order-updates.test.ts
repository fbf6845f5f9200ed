import { describe, expect, it } from '@jest/globals';
import { applyErpState } from '../../../../core/domain/apply-erp-state.ts';
import type { Budget } from '../../../../core/domain/budget.ts';
import { summarizeCosts } from '../../../../core/domain/cost-summary.ts';
import { costEntryOf } from '../../../../core/domain/costs.ts';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { newTicket } from '../../../../core/domain/ticket.ts';
import { queryBudgets, saveBudgetAllocation, saveMovement } from '../../../../core/store/budgets.ts';
import { queryCosts, saveCosts } from '../../../../core/store/costs.ts';
import { saveOrderUpdate } from '../../../../core/store/order-updates.ts';
import { findOrder, loadOrders, saveNewOrder } from '../../../../core/store/purchase-orders.ts';
import { loadRequest, loadRequests, saveNewRequest, saveRequest } from '../../../../core/store/requests.ts';
import { queryTimeline, saveTimelineEntry } from '../../../../core/store/ticket-timeline.ts';
import { findTicket, loadTicket, saveTicket } from '../../../../core/store/tickets.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';
import { approvedLaptop, laptopOrder } from '../../support/requests.ts';

const hub = hubTable();
const ORG = laptopOrder.org_id;
const budget: Budget = {
  org_id: ORG,
  fiscal_year: 2024,
  cost_center: 'CC-IT-EUS',
  name: 'End User Support',
  annual_minor: 1_000_000,
  spent_minor: 50_000,
  committed_minor: 170_800,
  hub_spent_minor: 0,
  currency: 'USD',
};

async function theBudget() {
  const [found] = await queryBudgets(hub.table, ORG, 2024, 'CC-IT-EUS');
  return found;
}
function told(received: number, order = laptopOrder, request = approvedLaptop) {
  const lines = ['1', '2'].map((id) => ({ id, received_quantity: received, deleted: false, completed: false }));
  const update = applyErpState(order, request, { deleted: false, lines }, { by: 'sap', now: 1708736700 });
  if (!update) throw new Error('the ERP told nothing new');
  return update;
}

function costs(request: ProcurementRequest) {
  const entry = costEntryOf(request, laptopOrder);
  if (!entry) throw new Error('an approved request has costs');
  return entry;
}

describe('a change of an order', () => {
  it('is saved with its request, its budget and what the request costs, or not at all', async () => {
    await commit(hub.table, [saveBudgetAllocation(budget)]);
    await commit(hub.table, [
      saveNewRequest({ ...approvedLaptop, version: 1 }, 1),
      saveNewOrder(laptopOrder),
      saveCosts(costs(approvedLaptop)),
    ]);
    const update = told(1, laptopOrder, { ...approvedLaptop, version: 1 });
    await commit(hub.table, saveOrderUpdate(update));
    expect((await findOrder(hub.table, ORG, laptopOrder.id))?.order).toEqual(update.order);
    expect((await loadRequest(hub.table, ORG, approvedLaptop.id)).status).toBe('received');
    const after = { ...budget, committed_minor: 0, spent_minor: 220_800, hub_spent_minor: 170_800 };
    expect(await theBudget()).toEqual(after);
    expect((await queryCosts(hub.table, ORG)).entries).toMatchObject([{ committed_minor: 0, spent_minor: 170_800 }]);

    await expect(commit(hub.table, saveOrderUpdate(update))).rejects.toMatchObject({ code: 'conflict.version' });
    expect(await theBudget()).toEqual(after);

    const { request, order } = update;
    const back = told(0, order, request);
    await commit(hub.table, saveOrderUpdate(back));
    expect(await theBudget()).toEqual(budget);
    expect((await queryCosts(hub.table, ORG)).entries).toMatchObject([{ committed_minor: 170_800, spent_minor: 0 }]);
  });

  it('needs a budget in its currency', async () => {
    await commit(hub.table, [saveBudgetAllocation({ ...budget, currency: 'EUR' })]);
    const { movement } = told(1);
    if (!movement) throw new Error('a receipt moves its budget');
    await expect(commit(hub.table, [saveMovement(movement)])).rejects.toMatchObject({ code: 'budget.missing' });
  });

  it('counts on budgets that were stored before the hub counted what its own orders have spent', async () => {
    await commit(hub.table, [saveBudgetAllocation(budget)]);
    const { movement } = told(1);
    if (!movement) throw new Error('a receipt moves its budget');
    await commit(hub.table, [saveMovement(movement)]);
    await commit(hub.table, [saveBudgetAllocation({ ...budget, annual_minor: 5 })]);
    expect(await theBudget()).toMatchObject({ annual_minor: 5, spent_minor: 220_800, hub_spent_minor: 170_800 });
  });
});

describe('the costs of an organization', () => {
  const pending = { ...approvedLaptop, status: 'pending_approval' as const, budget_year: null, version: 1 };

  it('are the entries of its requests and all that are pending', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `proc_${String(index).padStart(14, '0')}`);
    for (const [index, id] of ids.entries()) await commit(hub.table, [saveNewRequest({ ...pending, id }, index)]);
    await commit(hub.table, [saveNewRequest({ ...pending, id: 'proc_draft', status: 'draft' }, 1)]);
    await commit(hub.table, [saveCosts(costs(approvedLaptop))]);
    const found = await queryCosts(hub.table, ORG);
    expect(found.entries).toEqual([costs(approvedLaptop)]);
    expect(found.pending.map(({ id }) => id).toSorted()).toEqual(ids);
    expect(await queryCosts(hub.table, 'org_other')).toEqual({ entries: [], pending: [] });
  });

  it('have a request that is approved between the reads', async () => {
    await commit(hub.table, [saveNewRequest(pending, 1)]);
    hub.actions.length = 0;
    hub.before = async () => {
      if (hub.actions.at(-1) !== 'Query' || hub.actions.length === 1) return;
      hub.before = () => {};
      const approved = { ...approvedLaptop, version: 2 };
      await commit(hub.table, [saveRequest(approved), saveCosts(costs(approved))]);
    };
    const found = await queryCosts(hub.table, ORG);
    expect(summarizeCosts(found, 'vendor')).toMatchObject([{ requested: 0, committed: 1708, requests: 1 }]);
    expect(hub.actions).toEqual(['Query', 'BatchGetItem', 'Query', 'TransactWriteItems']);
  });
});

describe('a ticket', () => {
  it('is found in its organization, beside the requests for it', async () => {
    const id = String(approvedLaptop.ticket_id);
    const ticket = newTicket({ project: 'P', assets: [] }, { id, orgId: ORG, now: 1 });
    await commit(hub.table, saveTimelineEntry(approvedLaptop));
    expect(await findTicket(hub.table, ORG, id)).toBeUndefined();
    await commit(hub.table, [saveTicket(ticket)]);
    expect(await loadTicket(hub.table, ORG, id)).toEqual(ticket);
    expect(await queryTimeline(hub.table, ORG, id)).toMatchObject([{ procurement_id: approvedLaptop.id }]);
    await expect(loadTicket(hub.table, 'org_other', id)).rejects.toMatchObject({ code: 'ticket.not_found' });
  });

  it('has its requests and their orders read by their ids', async () => {
    await commit(hub.table, [saveNewRequest(approvedLaptop, 1), saveNewOrder(laptopOrder)]);
    expect([...(await loadRequests(hub.table, ORG, [approvedLaptop.id, 'proc_gone'])).keys()]).toEqual([
      approvedLaptop.id,
    ]);
    expect([...(await loadOrders(hub.table, ORG, [laptopOrder.id])).keys()]).toEqual([laptopOrder.id]);
    expect([...(await loadOrders(hub.table, ORG, []))]).toEqual([]);
  });
});
