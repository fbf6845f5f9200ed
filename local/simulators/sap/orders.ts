import type { MemoryCollection } from '../../collections.ts';
import { type Entity, textOf } from '../entity.ts';
import type { Clock } from '../simulator.ts';
import { checkMeasures } from './check-measures.ts';
import { checkOrder } from './check-order.ts';
import { completeOrder } from './complete-order.ts';
import { timestampAfter, withoutLeadingZeros } from './edm.ts';
import type { MasterData } from './master-records.ts';
import { PURCHASE_ORDER } from './model.ts';
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
  create(sent: Entity, releaseRequired: boolean): Entity {
    const messages = new ValidationMessages();
    checkMeasures(PURCHASE_ORDER, sent, messages);
    const number = String(FIRST_NUMBER + this.#stored.size);
    const order = completeOrder(sent, this.#master, { number, now: this.#clock(), releaseRequired });
    this.check(order, messages);
    messages.throwIfAny();
    return this.#save(order);
  }

  check(order: Entity, messages: ValidationMessages): void {
    checkOrder(order, messages, this.#master);
  }

  /** Applies a change to a copy, so a change that throws has no effect. */
  change(order: Entity, edit: (copy: Entity) => void): Entity {
    const copy = structuredClone(order);
    edit(copy);
    return this.#save(copy);
  }

  #save(order: Entity): Entity {
    order.LastChangeDateTime = timestampAfter(textOf(order, 'LastChangeDateTime'), this.#clock());
    this.#stored.put(textOf(order, 'PurchaseOrder'), order);
    return order;
  }
}

/** An order and everything below it share one ETag: a change of an item is a change of the document. */
export function etagOf(order: Entity): string {
  return `W/"${textOf(order, 'LastChangeDateTime').replace(/\D/g, '')}"`;
}
