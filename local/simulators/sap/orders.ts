import type { MemoryCollection } from '../../collections.ts';
import type { HttpRequest } from '../../http/message.ts';
import { childrenOf, type Entity, textOf } from '../entity.ts';
import { dateOf } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import { checkOrder } from './check-order.ts';
import { completeOrder, computeItem, followQuantity, PROCESSING } from './complete-order.ts';
import type { MasterData } from './master-records.ts';
import { PURCHASE_ORDER } from './model.ts';
import { type EntityType, type Row, shownValue, timestampOf, withoutLeadingZeros } from './odata/edm.ts';
import { clientError, ValidationMessages } from './odata/errors.ts';
import { readPayload } from './payload.ts';

/** Deleted orders are only flagged, so the number of orders gives the next number. */
const FIRST_NUMBER = 4500012847;

export type Orders = ReturnType<typeof purchaseOrders>;

/** The purchase orders in the system. */
export function purchaseOrders(stored: MemoryCollection<Entity>, master: MasterData, clock: Clock) {
  function get(number: string): Entity | undefined {
    return stored.get(withoutLeadingZeros(number));
  }

  /** All, in the order of their creation, or the one with a number. */
  function rows(number?: string): Iterable<Entity> {
    return number === undefined ? stored.values() : [get(number)].filter((order) => order !== undefined);
  }

  /** Stores the whole order, or throws all reasons against it. */
  function create(request: HttpRequest, releaseRequired: boolean): Entity {
    const messages = new ValidationMessages();
    const sent = readPayload(PURCHASE_ORDER, request, messages);
    const number = String(FIRST_NUMBER + stored.size);
    const order = completeOrder(sent, number, dateOf(clock()), master);
    order.PurchasingProcessingStatus = releaseRequired ? PROCESSING.inRelease : PROCESSING.active;
    order.ReleaseIsNotCompleted = releaseRequired;
    checkOrder(order, messages, master);
    return save(order);
  }

  /** Changes one entity of an order, or throws all reasons against it. */
  function update(type: EntityType, row: Row, request: HttpRequest): Row {
    const messages = new ValidationMessages();
    const sent = readPayload(type, request, messages);
    const child = Object.keys(type.children).find((navigation) => navigation in sent);
    if (child) throw clientError(400, `Deep update is not supported: ${child}`);
    checkChangeable(type, row, sent, messages);
    return change(row, ({ entity, root }) => {
      Object.assign(entity, sent);
      if (entity.OrderQuantity !== row.entity.OrderQuantity) followQuantity(entity, sent);
      for (const item of childrenOf(root, '_PurchaseOrderItem')) computeItem(item);
      checkOrder(root, messages, master);
    });
  }

  /** Applies a change to a copy, so a change that throws has no effect. */
  function change(row: Row, edit: (copy: Row) => void): Row {
    const copy = structuredClone(row);
    edit(copy);
    save(copy.root);
    return copy;
  }

  /** Its time of change is later than the one before, also when the clock has not moved since. */
  function save(order: Entity): Entity {
    const before = Date.parse(textOf(order, 'LastChangeDateTime')) || 0;
    order.LastChangeDateTime = timestampOf(Math.max(clock(), before + 1));
    stored.put(textOf(order, 'PurchaseOrder'), order);
    return order;
  }

  return { get, rows, create, update, change };
}

/** sap 37, 43. */
function checkChangeable(type: EntityType, { entity, root }: Row, sent: Entity, messages: ValidationMessages): void {
  const number = entity.PurchaseOrderItem;
  const item = childrenOf(root, '_PurchaseOrderItem').find(({ PurchaseOrderItem }) => PurchaseOrderItem === number);
  if (textOf(root, 'PurchaseOrderDeletionCode') !== '') messages.add('06/115', 'The purchase order is deleted');
  else if (item && textOf(item, 'PurchasingDocumentDeletionCode') !== '') {
    messages.add('06/116', 'The item is deleted');
  }
  for (const [name, property] of Object.entries(type.properties)) {
    if (property.access !== 'immutable' || !(name in sent)) continue;
    if (sent[name] !== shownValue(entity, name, property)) messages.add('06/114', `${name} cannot be changed`, name);
  }
}
