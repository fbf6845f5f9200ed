import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity, textOf } from '../entity.ts';
import { dateOf } from '../formats.ts';
import { checkMeasures } from './check-measures.ts';
import { computeItem } from './complete-order.ts';
import { shownValue } from './edm.ts';
import { clientError, type Message, SEVERITY } from './errors.ts';
import { PURCHASE_ORDER, PURCHASE_ORDER_ITEM } from './model.ts';
import { etagOf, type Orders } from './orders.ts';
import { readPayload } from './payload.ts';
import { entityResponse } from './read.ts';
import { entityOf, locate, type Resource } from './resources.ts';
import { ValidationMessages } from './validation-messages.ts';

/** Deep insert: 201 with the whole order, its ETag and warnings (sap 13, 32). */
export function create(request: HttpRequest, orders: Orders, releaseRequired: boolean, now: number): HttpResponse {
  const sent = readPayload(PURCHASE_ORDER, request.body.toString());
  const order = orders.create(sent, releaseRequired);
  const shape = { deep: true, messages: warningsOf(order, now) };
  const response = entityResponse(201, 'PurchaseOrder', PURCHASE_ORDER, { entity: order, order }, shape);
  return { ...response, headers: { ...response.headers, location: `PurchaseOrder('${order.PurchaseOrder}')` } };
}

/** Changes one entity; 204 without it when the client prefers that (sap 42). */
export function update(path: string, resource: Resource, request: HttpRequest, orders: Orders): HttpResponse {
  const { type } = resource;
  const { order: current, key } = changeable(resource, request, orders);
  const sent = readPayload(type, request.body.toString());
  const child = Object.keys(type.children).find((navigation) => navigation in sent);
  if (child) throw clientError(400, `Deep update is not supported: ${child}`);
  const order = orders.change(current, (copy) => {
    const target = entityOf(copy, type, key);
    const messages = new ValidationMessages();
    checkChangeable(resource, target, sent, copy, messages);
    checkMeasures(type, sent, messages);
    Object.assign(target, sent);
    if (type === PURCHASE_ORDER_ITEM) followQuantity(target);
    for (const item of childrenOf(copy, '_PurchaseOrderItem')) computeItem(item);
    orders.check(copy, messages);
    messages.throwIfAny();
  });
  if (request.headers.prefer?.includes('return=minimal')) return { status: 204, headers: { etag: etagOf(order) } };
  return entityResponse(200, path, type, { entity: entityOf(order, type, key), order }, {});
}

/** Sets the deletion code of an item, or of an order and its items (sap 37). */
export function remove(resource: Resource, request: HttpRequest, orders: Orders): HttpResponse {
  const { type } = resource;
  if (type !== PURCHASE_ORDER && type !== PURCHASE_ORDER_ITEM) {
    throw clientError(405, `The simulator does not support DELETE on '${type.set}'`);
  }
  const { order, key } = changeable(resource, request, orders);
  orders.change(order, (copy) => {
    const isOrder = type === PURCHASE_ORDER;
    if (isOrder) copy.PurchaseOrderDeletionCode = 'L';
    const items = isOrder ? childrenOf(copy, '_PurchaseOrderItem') : [entityOf(copy, type, key)];
    for (const item of items) item.PurchasingDocumentDeletionCode = 'L';
  });
  return { status: 204 };
}

/** The order of the one entity that the URL names, if `If-Match` permits to change it (sap 40, 41). */
function changeable({ type, key }: Resource, { headers }: HttpRequest, orders: Orders) {
  if (key === undefined) throw clientError(405, `'${type.set}' can only be changed one entity at a time`);
  const { order } = locate(type, key, orders);
  const accepted = headers['if-match']?.split(',').map((etag) => etag.trim());
  if (accepted === undefined) {
    throw clientError(428, 'Precondition required: the request must have an If-Match header');
  }
  if (!accepted.includes('*') && !accepted.includes(etagOf(order))) {
    throw clientError(412, 'Precondition failed: the entity has been changed in the meantime');
  }
  return { order, key };
}

/** sap 37, 43. */
function checkChangeable(
  { type }: Resource,
  target: Entity,
  sent: Entity,
  order: Entity,
  messages: ValidationMessages,
): void {
  const number = target.PurchaseOrderItem;
  const item = childrenOf(order, '_PurchaseOrderItem').find(({ PurchaseOrderItem }) => PurchaseOrderItem === number);
  if (textOf(order, 'PurchaseOrderDeletionCode') !== '') messages.add('06/115', 'The purchase order is deleted');
  else if (item && textOf(item, 'PurchasingDocumentDeletionCode') !== '') {
    messages.add('06/116', 'The item is deleted');
  }
  for (const [name, property] of Object.entries(type.properties)) {
    if (property.access !== 'immutable' || !(name in sent)) continue;
    if (sent[name] !== shownValue(target, name, property)) messages.add('06/114', `${name} cannot be changed`, name);
  }
}

/** The only schedule line of an item delivers its whole quantity. */
function followQuantity(item: Entity): void {
  const [line, another] = childrenOf(item, '_PurchaseOrderScheduleLineTP');
  if (line && !another) line.ScheduleLineOrderQuantity = item.OrderQuantity;
}

/** The messages of a stored order (sap 30, 45). */
function warningsOf(order: Entity, now: number): object[] {
  const messages: Message[] = [];
  for (const [i, item] of childrenOf(order, '_PurchaseOrderItem').entries()) {
    for (const [j, line] of childrenOf(item, '_PurchaseOrderScheduleLineTP').entries()) {
      if (textOf(line, 'ScheduleLineDeliveryDate') >= dateOf(now)) continue;
      const target = `_PurchaseOrderItem(${i + 1})/_PurchaseOrderScheduleLineTP(${j + 1})/ScheduleLineDeliveryDate`;
      messages.push({ code: '06/040', text: 'Can delivery date be met?', target });
    }
  }
  return messages.map(({ code, text, target }) => ({
    code,
    message: text,
    target,
    additionalTargets: [],
    transition: true,
    numericSeverity: SEVERITY.warning,
    longtextUrl: null,
  }));
}
