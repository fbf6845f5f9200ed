import { HttpError } from '../../http/json-api.ts';
import type { Clock } from '../simulator.ts';
import type { Table } from '../table.ts';
import { type Document, documentIn, documentsIn, now } from './document.ts';
import type { Action, Order } from './model.ts';
import { MAX_LIST } from './read-document.ts';
import type { CoupaSettings } from './settings.ts';

/** coupa 28. */
const MAX_PO_NUMBER = 20;
const CHAIR = { description: 'Chair', quantity: '10.0', price: '170.00' };

/** The purchase orders, what clients do with them, and what users do: their refusals are those of the control API. */
export class Orders {
  readonly table: Table<Order>;
  readonly #settings: CoupaSettings;
  readonly #clock: Clock;

  constructor(table: Table<Order>, settings: CoupaSettings, clock: Clock) {
    this.table = table;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** All or none. */
  create(inputs: readonly Document[]): Order[] {
    const first = this.table.nextId;
    const numbers = inputs.map((input, index) => String(input['po-number'] || first + index));
    const isWrong = (number: string) =>
      number.length > MAX_PO_NUMBER || this.table.having('po-number', number).length > 0;
    const wrong = numbers.find(isWrong);
    if (wrong !== undefined) throw new HttpError(409, `The po-number ${wrong} is in use or too long.`);
    if (new Set(numbers).size < numbers.length) throw new HttpError(409, 'A po-number occurs twice.');
    return inputs.map((input, index) => this.#create(first + index, numbers[index] ?? '', input));
  }

  #create(id: number, number: string, input: Document): Order {
    const at = now(this.#clock);
    const exported = input.exported === true;
    const lines = input['order-lines'] === undefined ? [CHAIR] : documentsIn(input['order-lines']);
    return this.#save({
      ...input,
      ...{ id, 'po-number': number, version: 1, 'internal-revision': 1, status: String(input.status ?? 'issued') },
      ...{ exported, 'last-exported-at': exported ? at : null, 'created-at': at, 'updated-at': at },
      'order-lines': lines.map((line, index) => newLine(id, index, line)),
    });
  }

  /** coupa 36. */
  mark(order: Order, exported: boolean): Order {
    const at = now(this.#clock);
    return this.table.put({ ...order, exported, ...(exported && { 'last-exported-at': at }), 'updated-at': at });
  }

  /** What a client writes to custom fields (coupa 27); `exported` stays (coupa 34). */
  report(order: Order, custom: Document): Order {
    const edit = { 'custom-fields': customFields(order, { 'custom-fields': custom }) };
    return this.#save({ ...order, ...edit, ...this.#revision(order) });
  }

  /** The supplier is told of the change, so it makes a new version (coupa 33). */
  edit(order: Order, edit: Document): Order {
    if (['closed', 'cancelled', 'canceled'].includes(order.status)) {
      throw new HttpError(409, `The order is ${order.status}.`);
    }
    const lines = [...documentsIn(order['order-lines'])];
    for (const each of documentsIn(edit['order-lines'])) this.#editLine(order, lines, each);
    const changed = { ...order, ...edit, 'custom-fields': customFields(order, edit), 'order-lines': lines };
    return this.#save({ ...changed, ...this.#revision(order), ...newVersion(order) });
  }

  #editLine(order: Order, lines: Document[], { '-delete': isDeleted, ...edit }: Document): void {
    const number = edit['line-num'];
    const index = number === undefined ? lines.length : lines.findIndex((one) => one['line-num'] === number);
    const line = lines[index];
    if (index < 0 || line?.deleted) throw new HttpError(409, `The order has no line ${number}, or it is deleted.`);
    const kept = { 'custom-fields': customFields(line ?? {}, edit) };
    const changed = line ? withTotal({ ...line, ...edit, ...kept }) : newLine(order.id, index, edit);
    const status = this.#settings.current.deletedLineStatus;
    lines[index] = isDeleted === true ? { ...changed, status, deleted: true } : changed;
  }

  act(order: Order, name: string, { from, to }: Action): Order {
    if (!from.includes(order.status)) throw new HttpError(409, `Can't ${name} an order that is ${order.status}.`);
    const { cancelledStatus, everyChangeResetsExported } = this.#settings.current;
    const changed = { ...order, ...this.#revision(order), status: to === 'cancelled' ? cancelledStatus : to };
    if (name === 'cancel') return this.#save({ ...changed, ...newVersion(order) });
    return this.#save({ ...changed, exported: order.exported && !everyChangeResetsExported });
  }

  /** coupa 33. */
  #revision(order: Order) {
    return { 'internal-revision': order['internal-revision'] + 1, 'updated-at': now(this.#clock) };
  }

  #save(order: Order): Order {
    const lines = documentsIn(order['order-lines']).filter(({ deleted }) => deleted !== true);
    const total = lines.reduce((sum, line) => sum + Number(line.total), 0).toFixed(2);
    return this.table.put({ ...order, total, 'total-with-estimated-tax': total });
  }
}

/** coupa 33, 34. */
function newVersion({ version }: Order) {
  return { version: version + 1, 'change-type': 'revision', exported: false };
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

function customFields(old: Document, edit: Document): Document {
  return { ...documentIn(old['custom-fields']), ...documentIn(edit['custom-fields']) };
}
