import { HttpError, type JsonRoute, type JsonRoutes } from '../../http/json-api.ts';
import type { Clock } from '../simulator.ts';
import type { Table } from '../table.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { invalid } from './access.ts';
import { complete, type Document, documentIn, documentsIn, now } from './document.ts';
import { NEW_ORDER, ORDER, ORDER_ACTIONS, ORDER_EDIT, ORDER_UPDATE, ORDER_WORDS, type Order } from './model.ts';
import { MAX_LIST, readDocument } from './read-document.ts';
import { createResource } from './resource.ts';
import type { CoupaSettings } from './tables.ts';

/** coupa 28. */
const MAX_PO_NUMBER = 20;
const CHAIR = { description: 'Chair', quantity: '10.0', price: '170.00' };

/** What clients do with orders, and what users do: the latter's refusals are those of the control API. */
export function createOrders(table: Table<Order>, settings: CoupaSettings, clock: Clock) {
  function save(order: Order): Order {
    const lines = documentsIn(order['order-lines']).filter(({ deleted }) => deleted !== true);
    const total = lines.reduce((sum, line) => sum + Number(line.total), 0).toFixed(2);
    return table.put({ ...order, total, 'total-with-estimated-tax': total });
  }

  /** An order with changes (coupa 33); custom fields that are not among them stay. */
  function revised(order: Order, changes: Document): Order {
    const custom = { ...documentIn(order['custom-fields']), ...documentIn(changes['custom-fields']) };
    const revision = { 'internal-revision': order['internal-revision'] + 1, 'updated-at': now(clock) };
    return { ...order, ...changes, 'custom-fields': custom, ...revision };
  }

  /** coupa 32. */
  function editLine(order: Order, lines: Document[], { '-delete': isDeleted, ...edit }: Document): void {
    const number = edit['line-num'];
    const index = number === undefined ? lines.length : lines.findIndex((one) => one['line-num'] === number);
    const line = lines[index];
    if (index < 0 || line?.deleted) throw new HttpError(409, `The order has no line ${number}, or it is deleted.`);
    const changed = line ? withTotal({ ...line, ...edit }) : newLine(order.id, index, edit);
    lines[index] = isDeleted === true ? { ...changed, status: 'cancelled', deleted: true } : changed;
  }

  return {
    /** All or none. */
    create(inputs: readonly Document[]): Order[] {
      const first = table.nextId;
      const numbers = inputs.map((input, index) => String(input['po-number'] || first + index));
      const wrong = numbers.find((one) => one.length > MAX_PO_NUMBER || table.having('po-number', one).length > 0);
      if (wrong !== undefined) throw new HttpError(409, `The po-number ${wrong} is in use or too long.`);
      if (new Set(numbers).size < numbers.length) throw new HttpError(409, 'A po-number occurs twice.');
      return inputs.map((input, index) => {
        const [id, at, exported] = [first + index, now(clock), input.exported === true];
        const lines = input['order-lines'] === undefined ? [CHAIR] : documentsIn(input['order-lines']);
        return save({
          ...{ ...input, id, 'po-number': numbers[index] ?? '', status: String(input.status ?? 'issued') },
          ...{ version: 1, 'internal-revision': 1, exported, 'last-exported-at': exported ? at : null },
          ...{ 'created-at': at, 'updated-at': at },
          'order-lines': lines.map((line, place) => newLine(id, place, line)),
        });
      });
    },

    /** coupa 36. */
    mark(order: Order, exported: boolean): Order {
      const at = now(clock);
      return table.put({ ...order, exported, ...(exported && { 'last-exported-at': at }), 'updated-at': at });
    },

    /** What a client reports (coupa 27); `exported` stays (coupa 34). */
    report: (order: Order, changes: Document) => save(revised(order, changes)),

    /** The supplier is told of the change, so it makes a new version. */
    edit(order: Order, edit: Document): Order {
      if (/^(closed|cancell?ed)$/.test(order.status)) throw new HttpError(409, `The order is ${order.status}.`);
      const lines = [...documentsIn(order['order-lines'])];
      for (const each of documentsIn(edit['order-lines'])) editLine(order, lines, each);
      return save(newVersion(revised(order, { ...edit, 'order-lines': lines })));
    },

    act(order: Order, name: string): Order {
      const { from = [], to = '' } = ORDER_ACTIONS[name] ?? {};
      if (!from.includes(order.status)) throw new HttpError(409, `Can't ${name} an order that is ${order.status}.`);
      const { cancelledStatus, everyChangeResetsExported } = settings.current;
      if (name === 'cancel') return save(newVersion(revised(order, { status: cancelledStatus })));
      return save(revised(order, { status: to, exported: order.exported && !everyChangeResetsExported }));
    },
  };
}
type Orders = ReturnType<typeof createOrders>;

/** coupa 33, 34. */
function newVersion(order: Order): Order {
  return { ...order, version: order.version + 1, 'change-type': 'revision', exported: false };
}

/** The id has room for {@link MAX_LIST} lines of each order. */
function newLine(orderId: number, index: number, input: Document): Document {
  const ids = { id: orderId * (MAX_LIST + 1) + index + 1, 'line-num': String(index + 1) };
  const quantity = input.type === 'OrderAmountLine' ? null : '1.0';
  return withTotal({ quantity, price: '0.00', ...input, ...ids });
}

/** A line without quantity has its price as total (coupa 24). */
function withTotal(line: Document): Document {
  const total = (Number(line.price ?? 0) * Number(line.quantity ?? 1)).toFixed(2);
  return { ...line, total, 'accounting-total': total };
}

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
  const actions = Object.keys(ORDER_ACTIONS).map((name): [string, JsonRoute] => {
    return [`POST /orders/{id}/${name}`, ({ params: { id } }) => orders.act(find(id), name)];
  });
  return {
    'POST /orders': ({ body = {} }) =>
      orders.create((Array.isArray(body) ? body : [body]).map((one) => read(NEW_ORDER, one))),
    'PATCH /orders/{id}': ({ params: { id }, body }) => orders.edit(find(id), read(ORDER_EDIT, body)),
    ...Object.fromEntries(actions),
  };
}
