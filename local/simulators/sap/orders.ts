import type { MemoryCollection } from '../../collections.ts';
import { type Entity, textOf } from '../entity.ts';
import type { Clock } from '../simulator.ts';
import { checkOrder } from './check-order.ts';
import { completeOrder } from './complete-order.ts';
import type { MasterData } from './master-records.ts';
import { PURCHASE_ORDER } from './model.ts';
import { type Row, timestampOf, withoutLeadingZeros } from './odata/edm.ts';
import { readPayload } from './payload.ts';
import { ValidationMessages } from './validation-messages.ts';

/** Deleted orders are only flagged, so the number of orders gives the next number. */
const FIRST_NUMBER = 4500012847;

/** The purchase orders in the system. */
export class Orders {
  readonly #stored: MemoryCollection<Entity>;
  readonly #master: MasterData;
  readonly #clock: Clock;

  constructor(stored: MemoryCollection<Entity>, master: MasterData, clock: Clock) {
    this.#stored = stored;
    this.#master = master;
    this.#clock = clock;
  }

  /** In the order of their creation. */
  all(): Iterable<Entity> {
    return this.#stored.values();
  }

  get(number: string): Entity | undefined {
    return this.#stored.get(withoutLeadingZeros(number));
  }

  /** Stores the whole order, or throws all reasons against it. */
  create(body: string, releaseRequired: boolean): Entity {
    const messages = new ValidationMessages();
    const sent = readPayload(PURCHASE_ORDER, body, messages);
    const number = String(FIRST_NUMBER + this.#stored.size);
    const order = completeOrder(sent, this.#master, { number, now: this.#clock(), releaseRequired });
    this.check(order, messages);
    return this.#save(order);
  }

  /** Throws the messages, and those of the business checks. */
  check(order: Entity, messages: ValidationMessages): void {
    checkOrder(order, messages, this.#master);
    messages.throwIfAny();
  }

  /** Applies a change to a copy, so a change that throws has no effect. */
  change(row: Row, edit: (copy: Row) => void): Row {
    const copy = structuredClone(row);
    edit(copy);
    this.#save(copy.root);
    return copy;
  }

  /** Its time of change is later than the one before, also when the clock has not moved since. */
  #save(order: Entity): Entity {
    const before = Date.parse(textOf(order, 'LastChangeDateTime')) || 0;
    order.LastChangeDateTime = timestampOf(Math.max(this.#clock(), before + 1));
    this.#stored.put(textOf(order, 'PurchaseOrder'), order);
    return order;
  }
}
