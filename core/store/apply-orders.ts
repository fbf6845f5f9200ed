import { applyErpState } from '../domain/apply-erp-state.ts';
import type { ErpSource } from '../domain/procurement-request.ts';
import { unixSeconds } from '../domain/time.ts';
import type { Apply } from '../pull/puller.ts';
import type { PulledOrder } from '../pull/records.ts';
import { applyRecord } from './apply-record.ts';
import { inParallel } from './in-parallel.ts';
import { saveOrderUpdate } from './order-updates.ts';
import { findOrder, findOrdersByNumber } from './purchase-orders.ts';
import { loadRequest } from './requests.ts';
import type { Table } from './table.ts';
import { tryCommit } from './write.ts';

/** Brings the hub's orders to what their ERP tells, each with its request and its budget in one transaction. */
export function applyOrders(table: Table, source: ErpSource): Apply<PulledOrder> {
  return async (orgId, orders, nowMs) => {
    const numbers = orders.map(({ number }) => number);
    const ids = await findOrdersByNumber(table, { orgId, source }, numbers);
    const context = { by: source, now: unixSeconds(nowMs) };
    return inParallel(orders, (pulled) =>
      applyRecord(pulled.number, () => applyOrder(table, orgId, ids.get(pulled.number), pulled, context)),
    );
  };
}

async function applyOrder(
  table: Table,
  orgId: string,
  id: string | undefined,
  pulled: PulledOrder,
  context: { readonly by: string; readonly now: number },
): Promise<'changed' | 'unchanged' | undefined> {
  const found = id === undefined ? undefined : await findOrder(table, orgId, id);
  if (!found) return 'unchanged';
  const { order } = found;
  const request = order.request_id === null ? undefined : await loadRequest(table, orgId, order.request_id);
  const update = applyErpState(order, request, pulled, context);
  if (!update) return 'unchanged';
  return (await tryCommit(table, saveOrderUpdate(update))) ? 'changed' : undefined;
}
