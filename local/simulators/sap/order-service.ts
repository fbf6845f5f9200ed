import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity, textOf } from '../entity.ts';
import { dateOf } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import { computeItem, followQuantity } from './complete-order.ts';
import type { SapSettings } from './control-routes.ts';
import { PURCHASE_ORDER, PURCHASE_ORDER_ITEM } from './model.ts';
import { type EntityType, type Row, shownValue } from './odata/edm.ts';
import { clientError, SEVERITY } from './odata/errors.ts';
import { entityResponse, wholeShape } from './odata/read.ts';
import { findResource, onlyRow, type Resource } from './odata/resources.ts';
import type { Service } from './odata/service.ts';
import { etagOf, V4 } from './odata/v4.ts';
import type { Orders } from './orders.ts';
import { readPayload } from './payload.ts';
import { ValidationMessages } from './validation-messages.ts';

/** sap 2. */
export const ORDER_ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001/';

/** The OData service API_PURCHASEORDER_2. */
export function orderService(orders: Orders, settings: SapSettings, clock: Clock): Service {
  function rows(number?: string): Iterable<Entity> {
    return number === undefined ? orders.all() : [orders.get(number)].filter((order) => order !== undefined);
  }

  function write(path: string, request: HttpRequest): HttpResponse {
    const { method, headers } = request;
    // sap 15. Adding children to an existing order is not simulated.
    if (method === 'POST' && path !== PURCHASE_ORDER.set) {
      throw clientError(405, `Insert is not supported on '${path}'`);
    }
    const resource = findResource(service, path);
    if (method === 'DELETE') return remove(resource, request, orders);
    if (method !== 'POST' && method !== 'PATCH') throw clientError(405, `Method ${method} is not allowed`);
    // sap 48.
    if (!headers['content-type']?.startsWith('application/json')) {
      throw clientError(415, 'Unsupported media type: the body must be application/json');
    }
    if (method === 'PATCH') return update(path, resource, request, orders);
    return create(request, orders, settings.current.releaseRequired, clock());
  }

  const service: Service = { root: ORDER_ROOT, dialect: V4, type: PURCHASE_ORDER, rows, write };
  return service;
}

/** Deep insert: 201 with the whole order, its ETag and warnings (sap 13, 32). */
function create(request: HttpRequest, orders: Orders, releaseRequired: boolean, now: number): HttpResponse {
  const order = orders.create(request.body.toString(), releaseRequired);
  const shape = { ...wholeShape(PURCHASE_ORDER), messages: warningsOf(order, now) };
  const row = { entity: order, root: order };
  const { headers, body = '' } = entityResponse(
    { dialect: V4, base: '', type: PURCHASE_ORDER, row, shape },
    'PurchaseOrder',
  );
  return { status: 201, headers: { ...headers, location: `PurchaseOrder('${order.PurchaseOrder}')` }, body };
}

/** Changes one entity; 204 without it when the client prefers that (sap 42). */
function update(path: string, resource: Resource, request: HttpRequest, orders: Orders): HttpResponse {
  const { type } = resource;
  const current = changeableRow(resource, request);
  const messages = new ValidationMessages();
  const sent = readPayload(type, request.body.toString(), messages);
  const child = Object.keys(type.children).find((navigation) => navigation in sent);
  if (child) throw clientError(400, `Deep update is not supported: ${child}`);
  checkChangeable(type, current, sent, messages);
  const row = orders.change(current, ({ entity, root }) => {
    Object.assign(entity, sent);
    if (type === PURCHASE_ORDER_ITEM && 'OrderQuantity' in sent) followQuantity(entity, sent);
    for (const item of childrenOf(root, '_PurchaseOrderItem')) computeItem(item);
    orders.check(root, messages);
  });
  if (request.headers.prefer?.includes('return=minimal')) return { status: 204, headers: { etag: etagOf(row.root) } };
  return entityResponse({ dialect: V4, base: '', type, row, shape: { expand: {} } }, path);
}

/** Sets the deletion code of an item, or of an order and its items (sap 37). */
function remove(resource: Resource, request: HttpRequest, orders: Orders): HttpResponse {
  const { type } = resource;
  if (type !== PURCHASE_ORDER && type !== PURCHASE_ORDER_ITEM) {
    throw clientError(405, `The simulator does not support DELETE on '${type.set}'`);
  }
  orders.change(changeableRow(resource, request), ({ entity }) => {
    if (type === PURCHASE_ORDER) entity.PurchaseOrderDeletionCode = 'L';
    const items = type === PURCHASE_ORDER ? childrenOf(entity, '_PurchaseOrderItem') : [entity];
    for (const item of items) item.PurchasingDocumentDeletionCode = 'L';
  });
  return { status: 204 };
}

/** The one entity that the URL names, if `If-Match` permits to change it (sap 40, 41). */
function changeableRow(resource: Resource, { headers }: HttpRequest): Row {
  const { type, isOne } = resource;
  if (!isOne) throw clientError(405, `'${type.set}' can only be changed one entity at a time`);
  const row = onlyRow(resource);
  const accepted = headers['if-match']?.split(',').map((etag) => etag.trim());
  if (accepted === undefined) {
    throw clientError(428, 'Precondition required: the request must have an If-Match header');
  }
  if (!accepted.includes('*') && !accepted.includes(etagOf(row.root))) {
    throw clientError(412, 'Precondition failed: the entity has been changed in the meantime');
  }
  return row;
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

/** The messages of a stored order (sap 30, 45). */
function warningsOf(order: Entity, now: number): object[] {
  const late = childrenOf(order, '_PurchaseOrderItem').flatMap((item, i) =>
    childrenOf(item, '_PurchaseOrderScheduleLineTP').flatMap((line, j) => {
      const isLate = textOf(line, 'ScheduleLineDeliveryDate') < dateOf(now);
      return isLate
        ? [`_PurchaseOrderItem(${i + 1})/_PurchaseOrderScheduleLineTP(${j + 1})/ScheduleLineDeliveryDate`]
        : [];
    }),
  );
  return late.map((target) => ({
    code: '06/040',
    message: 'Can delivery date be met?',
    target,
    additionalTargets: [],
    transition: true,
    numericSeverity: SEVERITY.warning,
    longtextUrl: null,
  }));
}
