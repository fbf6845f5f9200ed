import { HttpError, type JsonRoute, type JsonRoutes } from '../../http/json-api.ts';
import { type Clock, existing } from '../simulator.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { invalid } from './access.ts';
import { complete, type Document, documentIn, documentsIn, now } from './document.ts';
import { ENTRY, NEW_ORDER, ORDER, ORDER_ACTIONS, ORDER_EDIT, ORDER_UPDATE, ORDER_WORDS, type Order } from './model.ts';
import { MAX_LIST, readDocument } from './read-document.ts';
import { type CoupaSettings, createResource, type Tables } from './resource.ts';

/** coupa 28. */
const MAX_PO_NUMBER = 20;
const CHAIR = { description: 'Chair', quantity: '10.0', price: '170.00' };
/** The key of refusals. */
const OBJECT = 'order_header';

/** What clients do with orders, and what users do: the latter is the control API's. */
export function createOrders(
  { purchase_orders: table, integration_history_records }: Tables,
  settings: CoupaSettings,
  clock: Clock,
): { readonly routes: VendorRoutes; readonly control: JsonRoutes } {
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

  /** All that the customer has; null is no value (coupa 26). */
  function customFieldsOf(order: Order): Document {
    const empty = settings.current.customFields.map((name) => [name, null]);
    return { ...Object.fromEntries(empty), ...documentIn(order['custom-fields']) };
  }

  /** All or none. */
  function create(inputs: readonly Document[]): Order[] {
    const first = table.nextId;
    const numbers = inputs.map((input, index) => String(input['po-number'] || first + index));
    const lastAt = new Map(numbers.map((one, index) => [one, index]));
    const wrong = numbers.find((one, index) => {
      return one.length > MAX_PO_NUMBER || table.having('po-number', one).length > 0 || lastAt.get(one) !== index;
    });
    if (wrong !== undefined) throw new HttpError(409, `The po-number ${wrong} is in use or too long.`);
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
  }

  /** The supplier is told of the change, so it makes a new version. */
  function edit(order: Order, changes: Document): Order {
    if (/^(closed|cancell?ed)$/.test(order.status)) throw new HttpError(409, `The order is ${order.status}.`);
    const lines = [...documentsIn(order['order-lines'])];
    for (const each of documentsIn(changes['order-lines'])) editLine(order, lines, each);
    return save(newVersion(revised(order, { ...changes, 'order-lines': lines })));
  }

  function act(order: Order, name: string): Order {
    const { from = [], to = '' } = ORDER_ACTIONS[name] ?? {};
    if (!from.includes(order.status)) throw new HttpError(409, `Can't ${name} an order that is ${order.status}.`);
    const { cancelledStatus, everyChangeResetsExported } = settings.current;
    if (name === 'cancel') return save(newVersion(revised(order, { status: cancelledStatus })));
    return save(revised(order, { status: to, exported: order.exported && !everyChangeResetsExported }));
  }

  /** What a client reports (coupa 27), with `exported` kept (coupa 34); or `exported` alone (coupa 36). */
  function update(order: Order, { exported: inBody, ...changes }: Document, { parameters }: VendorCall): Order {
    const exported = String(parameters.get('exported') ?? inBody ?? '');
    if (!['', 'true', 'false'].includes(exported)) throw invalid(OBJECT, ['Exported is invalid']);
    const marked = { ...order, exported: exported === 'true', 'updated-at': now(clock) };
    if (exported !== '') return table.put({ ...marked, ...(marked.exported && { 'last-exported-at': now(clock) }) });
    const known = customFieldsOf(order);
    const unknown = Object.keys(documentIn(changes['custom-fields'])).find((name) => !Object.hasOwn(known, name));
    if (unknown !== undefined) throw invalid(OBJECT, [`Custom fields ${unknown} is unknown`]);
    return save(revised(order, changes));
  }

  function render(order: Order, showsDeletedLines: boolean): Document {
    const whole = complete(ORDER, order);
    const lines = documentsIn(whole['order-lines']).filter(({ deleted }) => showsDeletedLines || deleted !== true);
    const shared = { 'order-header-id': order.id, 'order-header-number': order['po-number'], supplier: whole.supplier };
    const records = integration_history_records.having('document-id', order.id).filter((record) => {
      return record['document-type'] === 'OrderHeader' && record.resolved !== true;
    });
    return {
      ...whole,
      'order-lines': lines.map(({ deleted: _, ...line }) => {
        return { ...line, ...shared, 'accounting-total-currency': line.currency };
      }),
      'current-integration-history-records': records.map((record) => complete(ENTRY, record)),
      'custom-fields': customFieldsOf(order),
    };
  }

  const find = (id = '') => existing(table.get(id), `purchase order ${id}`);

  // Orders can't be created by clients: Coupa offers that for orders of other systems.
  const path = '/api/purchase_orders';
  const { reads, changing } = createResource({ path, object: OBJECT, table, example: ORDER, settings, render });
  const actions = Object.keys(ORDER_ACTIONS).map((name): [string, JsonRoute] => {
    return [`POST /orders/{id}/${name}`, ({ params: { id } }) => act(find(id), name)];
  });
  return {
    routes: { ...reads, [`PUT ${path}/{id}`]: changing(ORDER_UPDATE, update) },
    control: {
      'POST /orders': ({ body = {} }) => create([body].flat().map((one) => readInput(NEW_ORDER, one))),
      'PATCH /orders/{id}': ({ params: { id }, body }) => edit(find(id), readInput(ORDER_EDIT, body)),
      ...Object.fromEntries(actions),
    },
  };
}

function readInput(example: Document, body: unknown): Document {
  return readDocument(example, ORDER_WORDS, body, true, (problem) => new HttpError(400, `${problem}.`));
}

/** coupa 33, 34. */
function newVersion(order: Order): Order {
  return { ...order, version: order.version + 1, 'change-type': 'revision', exported: false };
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
