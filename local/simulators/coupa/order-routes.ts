import { HttpError, type JsonRoute, type JsonRoutes } from '../../http/json-api.ts';
import type { Table } from '../table.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { complete, type Document, documentsIn } from './document.ts';
import { invalid } from './errors.ts';
import { NEW_ORDER, ORDER, ORDER_ACTIONS, ORDER_EDIT, ORDER_UPDATE, ORDER_WORDS, type Order } from './model.ts';
import type { Orders } from './orders.ts';
import { readDocument } from './read-document.ts';
import { createResource } from './resource.ts';
import type { CoupaSettings } from './settings.ts';

/** coupa 14. Orders can't be created here: Coupa offers that for orders of other systems. */
export function orderRoutes(orders: Orders, table: Table<Order>, settings: CoupaSettings): VendorRoutes {
  const [path, object] = ['/api/purchase_orders', 'order_header'];

  function render(order: Order, showsDeletedLines: boolean): Document {
    const whole = complete(ORDER, order);
    const lines = documentsIn(whole['order-lines']).filter(({ deleted }) => showsDeletedLines || deleted !== true);
    const shared = { 'order-header-id': order.id, 'order-header-number': order['po-number'], supplier: whole.supplier };
    const shown = lines.map(({ deleted: _, ...line }) => {
      return { ...line, ...shared, 'accounting-total-currency': line.currency };
    });
    return { ...whole, 'order-lines': shown };
  }

  /** coupa 27, 36. */
  function update(order: Order, { exported: inBody, ...changes }: Document, { parameters }: VendorCall): Order {
    const exported = String(parameters.get('exported') ?? inBody ?? '');
    if (exported === '') return orders.report(order, changes);
    if (exported !== 'true' && exported !== 'false') throw invalid(object, ['Exported is invalid']);
    return orders.mark(order, exported === 'true');
  }

  const { reads, changing } = createResource({ path, object, table, example: ORDER, settings, render });
  return { ...reads, [`PUT ${path}/{id}`]: changing(ORDER_UPDATE, update) };
}

/** Coupa's additions to the control API: what people do with orders in Coupa. */
export function orderControlRoutes(orders: Orders, table: Table<Order>): JsonRoutes {
  function find(id = ''): Order {
    const order = table.get(id);
    if (order === undefined) throw new HttpError(404, `There is no purchase order ${id}.`);
    return order;
  }
  function read(example: Document, body: unknown): Document {
    return readDocument(example, ORDER_WORDS, body, true, (problem) => new HttpError(400, `${problem}.`));
  }
  const actions = Object.entries(ORDER_ACTIONS).map(([name, action]): [string, JsonRoute] => [
    `POST /orders/{id}/${name}`,
    ({ params: { id } }) => orders.act(find(id), name, action),
  ]);
  return {
    'POST /orders': ({ body = {} }) =>
      orders.create((Array.isArray(body) ? body : [body]).map((one) => read(NEW_ORDER, one))),
    'PATCH /orders/{id}': ({ params: { id }, body }) => orders.edit(find(id), read(ORDER_EDIT, body)),
    ...Object.fromEntries(actions),
  };
}
