import { setTimeout } from 'node:timers/promises';
import type { DemoClient } from './client.ts';
import type { OrderLine } from './supplier-documents.ts';

/** What the people and the supplier of the demo do with an order, and see of it. */

const COST_CENTER = 'CC-IT-EUS';
export const CENTS = 100;
const DEADLINE_MS = 15_000;
const POLL_MS = 50;

interface Wanted {
  readonly sku: string;
  readonly quantity: number;
}

/** Requests and approves products of the supplier, until it has found the order in its tables. */
export async function placeOrder(demo: DemoClient, wanted: readonly Wanted[], total: number) {
  const items = wanted.map((item) => ({ ...item, supplier_id: demo.supplierId }));
  const input = { type: 'hardware', title: 'From the catalog', items, cost_center: COST_CENTER, submit: true };
  const { status, body } = await demo.api('requester', 'POST', '/v1/erp/procurement', input);
  demo.expect('hub', 'the request has the prices of the contract', [201, total], [status, body.total_cost]);
  await demo.api('approver', 'POST', `/v1/erp/procurement/${body.id}/approve`);
  const { purchase_order } = (await demo.api('requester', 'GET', `/v1/erp/procurement/${body.id}/sync`)).body;
  const order = { supplier_id: demo.supplierId, order_number: purchase_order.id };
  const lines = await outboundLines(demo, order.order_number);
  demo.expect(
    'supplier',
    'the SKUs in the outbound table',
    wanted.map(({ sku }) => sku),
    lines.map(({ sku }) => sku),
  );
  return { request: body.id, order, lines };
}

/** The lines of an order as the supplier reads them, once they are there. */
async function outboundLines(demo: DemoClient, orderNumber: string): Promise<(OrderLine & { readonly sku: string })[]> {
  const query = `sysparm_query=order_number%3D${orderNumber}%5EORDERBYline_number`;
  const path = `/api/now/table/sn_spend_intg_outbound_purchase_order_line?${query}`;
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const { result = [] } = (await demo.supplier('GET', path)).body;
    if (result.length > 0 || Date.now() > end) return result.map(toLine);
    await setTimeout(POLL_MS);
  }
}

interface OutboundRow {
  readonly line_number: string;
  readonly sku: string;
  readonly purchased_quantity: string;
}

function toLine({ line_number, sku, purchased_quantity }: OutboundRow, index: number) {
  return { line_number, sku, position: index + 1, quantity: Number(purchased_quantity) };
}

/** `success`, or what failed. */
export async function post(demo: DemoClient, kind: string, document: object): Promise<string> {
  const path = `/api/sn_spend_intg/spendint/${kind}?mode=sync`;
  const { status, body } = await demo.supplier('POST', path, { root: [document] });
  const response = body?.result?.response;
  return response === 'success' ? response : `${status} ${JSON.stringify(body)}`;
}

/** An order with what its supplier has posted, as the organization reads it. */
export async function orderOf(demo: DemoClient, id: string) {
  return (await demo.api('requester', 'GET', `/v1/purchase-orders/${id}`)).body;
}

/** Waits until the order has the status, and notes what it then has. */
export async function untilOrder(demo: DemoClient, id: string, what: string, wanted: string): Promise<void> {
  const { status } = await demo.until(`/v1/purchase-orders/${id}`, (body) => body.status === wanted, DEADLINE_MS);
  demo.expect('hub', what, wanted, status);
}

/** The amounts of the cost center's budget, in cents. */
export async function budget(demo: DemoClient): Promise<{ readonly committed: number; readonly spent: number }> {
  const { body } = await demo.api('requester', 'GET', `/v1/erp/budgets?cost_center=${COST_CENTER}`);
  const [{ committed, spent }] = body.data;
  return { committed: Math.round(committed * CENTS), spent: Math.round(spent * CENTS) };
}
