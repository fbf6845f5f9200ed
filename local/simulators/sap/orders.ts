import type { MemoryCollection } from '../../collections.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, dateOf, type Entity, textOf } from '../entity.ts';
import type { Clock } from '../simulator.ts';
import { isMediaType } from '../vendor-api.ts';
import { checkOrder, readPayload } from './check-order.ts';
import { completeOrder, computeItem, followQuantity, PROCESSING } from './complete-order.ts';
import type { MasterData } from './master-records.ts';
import { PURCHASE_ORDER, PURCHASE_ORDER_ITEM } from './model.ts';
import { etagOf, type Service, V4 } from './odata/dialects.ts';
import { type EntityType, type Row, shownValue, timestampOf, withoutLeadingZeros } from './odata/edm.ts';
import { clientError, SEVERITY, ValidationMessages } from './odata/errors.ts';
import { entityResponse, wholeShape } from './odata/read.ts';
import { findResource, onlyRow, type Resource } from './odata/resources.ts';

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

/** The OData service API_PURCHASEORDER_2. */
export function orderService(orders: Orders, releaseRequired: () => boolean, clock: Clock): Service {
  const service: Service = {
    // sap 2.
    root: '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001/',
    dialect: V4,
    type: PURCHASE_ORDER,
    rows: orders.rows,
    write,
  };
  return service;

  function write(path: string, request: HttpRequest): HttpResponse {
    const { method, headers } = request;
    // sap 15. Adding children to an existing order is not simulated.
    if (method === 'POST' && path !== PURCHASE_ORDER.set) {
      throw clientError(405, `Insert is not supported on '${path}'`);
    }
    const resource = findResource(service, path);
    if (method === 'DELETE') return remove(resource, request);
    if (method !== 'POST' && method !== 'PATCH') throw clientError(405, `Method ${method} is not allowed`);
    // sap 48.
    if (!isMediaType(headers['content-type'], 'application/json')) {
      throw clientError(415, 'Unsupported media type: the body must be application/json');
    }
    return method === 'POST' ? create(path, request) : update(path, resource, request);
  }

  /** Deep insert: 201 with the whole order, its ETag and warnings (sap 13, 32). */
  function create(path: string, request: HttpRequest): HttpResponse {
    const order = orders.create(request, releaseRequired());
    const shape = { ...wholeShape(PURCHASE_ORDER), messages: warningsOf(order, clock()) };
    const place = { type: PURCHASE_ORDER, path, base: '' };
    const response = entityResponse(V4, place, { entity: order, root: order }, shape);
    const location = `PurchaseOrder('${order.PurchaseOrder}')`;
    return { ...response, status: 201, headers: { ...response.headers, location } };
  }

  /** Changes one entity; 204 without it when the client prefers that (sap 42). */
  function update(path: string, resource: Resource, request: HttpRequest): HttpResponse {
    const { type } = resource;
    const row = orders.update(type, changeableRow(resource, request), request);
    if (request.headers.prefer?.includes('return=minimal')) return { status: 204, headers: { etag: etagOf(row.root) } };
    return entityResponse(V4, { type, path, base: '' }, row, { expand: {} });
  }

  /** Sets the deletion code of an item, or of an order and its items (sap 37). */
  function remove(resource: Resource, request: HttpRequest): HttpResponse {
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

/** The messages of a stored order (sap 30, 45). */
function warningsOf(order: Entity, now: number): object[] {
  const warning = { code: '06/040', message: 'Can delivery date be met?', numericSeverity: SEVERITY.warning };
  return childrenOf(order, '_PurchaseOrderItem').flatMap((item, i) =>
    childrenOf(item, '_PurchaseOrderScheduleLineTP').flatMap((line, j) => {
      if (textOf(line, 'ScheduleLineDeliveryDate') >= dateOf(now)) return [];
      const target = `_PurchaseOrderItem(${i + 1})/_PurchaseOrderScheduleLineTP(${j + 1})/ScheduleLineDeliveryDate`;
      return [{ ...warning, target, additionalTargets: [], transition: true, longtextUrl: null }];
    }),
  );
}
