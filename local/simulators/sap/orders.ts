/** The purchase orders in the system: numbering, change timestamps, ETags. Every change goes through here. */
import type { MemoryCollection } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import { checkMeasures } from './checks/measures.ts';
import { checkOrder } from './checks/order.ts';
import { Findings } from './checks/validation-messages.ts';
import { completeOrder, setOrderNumber } from './complete-order.ts';
import { type Entity, textOf } from './entity.ts';
import { normalizeTimestamp } from './formats.ts';
import { PURCHASE_ORDER } from './model.ts';

/** Orders are flagged as deleted, never removed, so the count of orders gives the next number. */
const FIRST_NUMBER = 4500012847;

export class Orders {
  readonly #stored: MemoryCollection<Entity>;
  readonly #clock: Clock;
  #lastChange = '';

  constructor(stored: MemoryCollection<Entity>, clock: Clock) {
    this.#stored = stored;
    this.#clock = clock;
    this.reset();
  }

  /** To be called when the collection has been emptied. */
  reset(): void {
    this.#lastChange = this.all()
      .map((order) => textOf(order, 'LastChangeDateTime'))
      .reduce((a, b) => (a > b ? a : b), '');
  }

  all(): Entity[] {
    return [...this.#stored.values()];
  }

  get(order: string): Entity | undefined {
    return this.#stored.get(order);
  }

  /** The deep insert: all of it or, with every reason in one error, nothing. References need not be unique. */
  create(sent: Entity, releaseRequired: boolean): Entity {
    const findings = new Findings();
    checkMeasures(PURCHASE_ORDER, sent, findings);
    const order = completeOrder(sent, this.#clock(), releaseRequired);
    checkOrder(order, findings);
    findings.throwIfAny();
    setOrderNumber(order, String(FIRST_NUMBER + this.#stored.size));
    this.#save(order);
    return order;
  }

  /** Applies a change to a copy, so that a change that throws leaves nothing behind. */
  change(order: Entity, edit: (copy: Entity) => void): Entity {
    const copy = structuredClone(order);
    edit(copy);
    this.#save(copy);
    return copy;
  }

  #save(order: Entity): void {
    order.values.LastChangeDateTime = this.#nextTimestamp();
    this.#stored.put(textOf(order, 'PurchaseOrder'), order);
  }

  /** Later than every earlier change, also within one millisecond. */
  #nextTimestamp(): string {
    const now = normalizeTimestamp(new Date(this.#clock()).toISOString()) ?? '';
    this.#lastChange = now > this.#lastChange ? now : oneTickAfter(this.#lastChange);
    return this.#lastChange;
  }
}

/** An order and all below it share one ETag: whoever changes an item changes the document. */
export function etagOf(order: Entity): string {
  return `W/"${textOf(order, 'LastChangeDateTime').replace(/\D/g, '')}"`;
}

function oneTickAfter(timestamp: string): string {
  const ticks = Number(timestamp.slice(20, 27)) + 1;
  if (ticks < 1e7) return `${timestamp.slice(0, 20)}${String(ticks).padStart(7, '0')}Z`;
  const nextSecond = new Date(Date.parse(`${timestamp.slice(0, 19)}Z`) + 1000).toISOString();
  return normalizeTimestamp(nextSecond) ?? '';
}
