import type { MemoryCollection } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import { Table } from '../table.ts';
import { type Document, documentIn, documentsIn, now, type Row } from './document.ts';
import { ORDER, ORDER_ACTIONS } from './model.ts';
import { MAX_LIST } from './read-document.ts';
import { valuesLike } from './resource.ts';
import type { CoupaSettings } from './settings.ts';

/** A line with `deleted` is shown only to callers who ask for it (coupa 32). */
export interface Order extends Row {
  readonly 'po-number': string;
  readonly status: string;
  readonly version: number;
  readonly 'internal-revision': number;
  readonly exported: boolean;
}

/** Why a change of an order can't be made. */
export class OrderProblem extends Error {}

type Actor = 'api' | 'user';

/** How far a change goes; each resets `exported` more seldom than the one before it (coupa 34). */
const CHANGES = ['new_version', 'status_change', 'every_change'] as const;
type Change = (typeof CHANGES)[number];

/** coupa 28. */
const MAX_PO_NUMBER = 20;
const CHAIR = { description: 'Chair', quantity: '10.0', price: '170.00' };

/** The purchase orders, and what can be done with them. */
export class Orders {
  readonly table: Table<Order>;
  readonly #settings: CoupaSettings;
  readonly #clock: Clock;
  readonly #numbers: Set<string>;

  constructor(stored: MemoryCollection<Order>, settings: CoupaSettings, clock: Clock) {
    const indexed = ['id', 'po-number', 'created-at', 'updated-at'];
    this.table = new Table(stored, {
      groupedBy: ['exported', 'status'],
      indexed,
      firstId: 4711,
      readField: valuesLike(ORDER),
    });
    this.#settings = settings;
    this.#clock = clock;
    this.#numbers = new Set(this.table.all().map((order) => order['po-number']));
  }

  reset(): void {
    this.table.reset();
    this.#numbers.clear();
  }

  /** All or none. */
  create(inputs: readonly Document[]): Order[] {
    const numbers = inputs.map((input) => String(input['po-number'] ?? '')).filter((number) => number !== '');
    const wrong = numbers.find((number) => number.length > MAX_PO_NUMBER || this.#numbers.has(number));
    if (wrong !== undefined) throw new OrderProblem(`The po-number ${wrong} is in use or too long.`);
    if (new Set(numbers).size < numbers.length) throw new OrderProblem('A po-number occurs twice.');
    for (const number of numbers) this.#numbers.add(number);
    return inputs.map((input) => this.#create(input));
  }

  #create(input: Document): Order {
    let id = this.table.nextId;
    while (!input['po-number'] && this.#numbers.has(String(id))) id += 1;
    const number = String(input['po-number'] || id);
    this.#numbers.add(number);
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
    const moved = this.#settings.current.markingMovesUpdatedAt && { 'updated-at': at };
    return this.table.put({ ...order, exported, ...(exported && { 'last-exported-at': at }), ...moved });
  }

  /** `isNewVersion`: the supplier is told of the change (coupa 33). */
  edit(order: Order, edit: Document, actor: Actor, isNewVersion: boolean): Order {
    if (actor === 'user' && ['closed', 'cancelled', 'canceled'].includes(order.status)) {
      throw new OrderProblem(`The order is ${order.status}.`);
    }
    const lines = [...documentsIn(order['order-lines'])];
    for (const each of documentsIn(edit['order-lines'])) this.#editLine(order, lines, each);
    const changed = { ...order, ...edit, 'custom-fields': customFields(order, edit), 'order-lines': lines };
    return this.#revise(changed, actor, isNewVersion ? 'new_version' : 'every_change');
  }

  #editLine(order: Order, lines: Document[], { '-delete': isDeleted, ...edit }: Document): void {
    const { id, 'line-num': number } = edit;
    const isNew = id === undefined && number === undefined;
    const index = isNew ? lines.length : lines.findIndex((one) => one.id === id || one['line-num'] === number);
    const line = lines[index];
    if (index < 0 || line?.deleted) throw new OrderProblem(`The order has no line ${id ?? number}, or it is deleted.`);
    if (index >= MAX_LIST) throw new OrderProblem('The order has too many lines.');
    const kept = line && { id: line.id, 'line-num': line['line-num'], 'custom-fields': customFields(line, edit) };
    const changed = line ? withTotal({ ...line, ...edit, ...kept }) : newLine(order.id, index, edit);
    const status = this.#settings.current.deletedLineStatus;
    lines[index] = isDeleted === true ? { ...changed, status, deleted: true } : changed;
  }

  act(order: Order, name: string, actor: Actor): Order {
    const action = ORDER_ACTIONS[name];
    if (!action?.from.includes(order.status)) throw new OrderProblem(`Can't ${name} an order that is ${order.status}.`);
    const status = action.to === 'cancelled' ? this.#settings.current.cancelledStatus : action.to;
    return this.#revise({ ...order, status }, actor, name === 'cancel' ? 'new_version' : 'status_change');
  }

  /** coupa 33, 34. */
  #revise(order: Order, actor: Actor, change: Change): Order {
    const { resetExported } = this.#settings.current;
    const isReset = actor === 'user' && CHANGES.indexOf(change) <= CHANGES.indexOf(resetExported);
    const isNew = change === 'new_version';
    return this.#save({
      ...order,
      ...(isNew && { version: order.version + 1, 'change-type': 'revision' }),
      'internal-revision': order['internal-revision'] + 1,
      exported: order.exported && !isReset,
      'updated-at': now(this.#clock),
    });
  }

  #save(order: Order): Order {
    const lines = documentsIn(order['order-lines']).filter(({ deleted }) => deleted !== true);
    const total = lines.reduce((sum, line) => sum + Number(line.total), 0).toFixed(2);
    return this.table.put({ ...order, total, 'total-with-estimated-tax': total });
  }
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
