import { expect } from '@jest/globals';
import type { TestHub } from './hub.ts';
import { approve, create, dock, ordered, PATH, sapOrderOf } from './requests.ts';

/** An order of two lines, a change of it, and what SAP has of it. */

export const ORDERS = '/v1/erp/purchase-orders';
export const request = {
  ...dock,
  items: [
    { name: 'Dock', sku: 'DELL-WD22TB4', quantity: 1, unit_cost: 279.01, currency: 'USD' },
    { name: 'Cable', sku: 'CABLE-2M', quantity: 3, unit_cost: 10, currency: 'USD' },
  ],
  expected_delivery: '2027-02-01',
};
export const change = {
  lines: [
    { id: '1', quantity: 2, unit_cost: 250 },
    { id: '2', deleted: true },
  ],
  expected_delivery: '2027-03-01',
};

/** A request whose order SAP has. */
export async function orderedRequest(hub: TestHub): Promise<string> {
  const id = await create(hub, request);
  expect((await approve(hub, id)).status).toBe(200);
  await ordered(hub, id, { deadline: 60_000 });
  return id;
}

export async function orderId(hub: TestHub, id: string): Promise<string> {
  return (await hub.api('GET', `${PATH}/${id}/sync`)).body.purchase_order.id;
}

export async function changeOrder(hub: TestHub, id: string, body: object = change, token = hub.info.tokens.approver) {
  return hub.api('PATCH', `${ORDERS}/${await orderId(hub, id)}`, { token, body });
}

export function cancel(hub: TestHub, id: string, token = hub.info.tokens.admin) {
  return hub.api('POST', `${PATH}/${id}/cancel`, { token });
}

/** What SAP has of a request's order. */
export async function inSap(hub: TestHub, id: string) {
  const order = await sapOrderOf(hub, id);
  return {
    deleted: order.PurchaseOrderDeletionCode,
    // biome-ignore lint/suspicious/noExplicitAny: the simulator's items
    items: order._PurchaseOrderItem.map((item: any) => [
      item.OrderQuantity,
      item.NetPriceAmount,
      item.PurchasingDocumentDeletionCode,
      item._PurchaseOrderScheduleLineTP[0].ScheduleLineDeliveryDate,
    ]),
  };
}

/** SAP's order after the change. */
export const CHANGED = {
  deleted: '',
  items: [
    [2, 250, '', '2027-03-01'],
    [3, 10, 'L', '2027-02-01'],
  ],
};
