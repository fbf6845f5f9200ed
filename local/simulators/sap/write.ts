/** POST, PATCH and DELETE on the service (facts 1.3 to 1.5). */
import type { HttpAnswer, HttpRequest } from '../../http/message.ts';
import { checkMeasures } from './checks/measures.ts';
import { checkOrder } from './checks/order.ts';
import { Findings } from './checks/validation-messages.ts';
import { computeItem } from './compute-item.ts';
import { childrenOf, type Entity, textOf } from './entity.ts';
import { badRequest, methodNotAllowed, preconditionFailed, preconditionRequired } from './errors.ts';
import { PURCHASE_ORDER, PURCHASE_ORDER_ITEM } from './model.ts';
import { etagOf, type Orders } from './orders.ts';
import { readPayload } from './payload.ts';
import { entityAnswer, keyOf } from './read.ts';
import { type Located, type Resource, sameIn } from './resources.ts';
import { shapeOf } from './shape.ts';
import { warningsOf } from './warnings.ts';

/** Deep insert: 201 with the full entity, its ETag, and warnings (facts 1.4). */
export function create(
  resource: Resource,
  request: HttpRequest,
  orders: Orders,
  releaseRequired: boolean,
  now: number,
): HttpAnswer {
  // Only the header's set is insertable directly (facts 1.4, mark M). Through the parent, later items would be too;
  // the hub does not add items to an order, and the simulator does not simulate it.
  if (resource.type !== PURCHASE_ORDER || !resource.isSet) {
    throw methodNotAllowed(`Insert is not allowed on '${resource.type.set}'`);
  }
  const sent = readPayload(PURCHASE_ORDER, request.body.toString());
  const order = orders.create(sent, releaseRequired);
  // OData prescribes Location; that it is relative to the service root is inferred.
  const extra = { headers: { location: keyOf(order) }, messages: warningsOf(order, now) };
  return entityAnswer(201, resource, { entity: order, order }, 'PurchaseOrder', shapeOf(PURCHASE_ORDER, sent), extra);
}

/** Changes one entity; 200 with the entity, or 204 when the client prefers little (both codes inferred, facts 1.5). */
export function update(resource: Resource, path: string, request: HttpRequest, orders: Orders): HttpAnswer {
  const located = changeable(resource, request);
  const sent = readPayload(resource.type, request.body.toString());
  if (Object.keys(sent.children).length > 0) throw badRequest('Deep update is not supported');
  const order = orders.change(located.order, (copy) => {
    const target = sameIn(copy, resource.type, located.entity);
    const findings = new Findings();
    checkUnchangeable(resource, target, sent, copy, findings);
    checkMeasures(resource.type, sent, findings);
    Object.assign(target.values, sent.values);
    followQuantity(resource, target);
    for (const item of childrenOf(copy, '_PurchaseOrderItem')) computeItem(item);
    checkOrder(copy, findings);
    findings.throwIfAny();
  });
  if (request.headers.prefer?.includes('return=minimal')) return { status: 204, headers: { etag: etagOf(order) } };
  const entity = sameIn(order, resource.type, located.entity);
  return entityAnswer(200, resource, { entity, order }, path, { expand: new Map() });
}

/** Sets the deletion flag `L` (facts 1.5); nothing disappears. */
export function remove(resource: Resource, request: HttpRequest, orders: Orders): HttpAnswer {
  const located = changeable(resource, request);
  const { type } = resource;
  if (type !== PURCHASE_ORDER && type !== PURCHASE_ORDER_ITEM) {
    throw methodNotAllowed(`Delete is not simulated on '${type.set}'`);
  }
  orders.change(located.order, (copy) => {
    const isHeader = type === PURCHASE_ORDER;
    const items = isHeader ? childrenOf(copy, '_PurchaseOrderItem') : [sameIn(copy, type, located.entity)];
    if (isHeader) copy.values.PurchaseOrderDeletionCode = 'L';
    for (const item of items) item.values.PurchasingDocumentDeletionCode = 'L';
  });
  return { status: 204 };
}

/** The one entity that the URL names, if the caller's `If-Match` allows to change it. */
function changeable({ type, rows, single }: Resource, { headers }: HttpRequest): Located {
  const [located] = rows;
  if (!single || !located) throw methodNotAllowed(`'${type.set}' can only be changed one entity at a time`);
  const condition = headers['if-match'];
  if (condition === undefined) throw preconditionRequired();
  const accepted = condition.split(',').map((etag) => etag.trim());
  if (!accepted.includes('*') && !accepted.includes(etagOf(located.order))) throw preconditionFailed();
  return located;
}

function checkUnchangeable(resource: Resource, target: Entity, sent: Entity, order: Entity, findings: Findings): void {
  const item = target.values.PurchaseOrderItem;
  const owner = childrenOf(order, '_PurchaseOrderItem').find(({ values }) => values.PurchaseOrderItem === item);
  // That a deleted document or item cannot be changed is inferred.
  if (textOf(order, 'PurchaseOrderDeletionCode') !== '') findings.add('06/115', 'The purchase order is deleted');
  else if (owner && textOf(owner, 'PurchasingDocumentDeletionCode') !== '') {
    findings.add('06/116', 'The item is deleted');
  }
  for (const [name, value] of Object.entries(sent.values)) {
    if (resource.type.properties[name]?.access === 'immutable' && value !== target.values[name]) {
      findings.add('06/114', `${name} cannot be changed`, name);
    }
  }
}

/** An item with one schedule line delivers its whole quantity in it. */
function followQuantity({ type }: Resource, target: Entity): void {
  if (type !== PURCHASE_ORDER_ITEM) return;
  const [line, another] = childrenOf(target, '_PurchaseOrderScheduleLineTP');
  if (line && !another) line.values.ScheduleLineOrderQuantity = target.values.OrderQuantity ?? 0;
}
