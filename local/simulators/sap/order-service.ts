import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity, textOf } from '../entity.ts';
import { dateOf } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import { isMediaType } from '../vendor-api.ts';
import { PURCHASE_ORDER, PURCHASE_ORDER_ITEM } from './model.ts';
import type { Row } from './odata/edm.ts';
import { clientError, SEVERITY } from './odata/errors.ts';
import { entityResponse, wholeShape } from './odata/read.ts';
import { findResource, onlyRow, type Resource } from './odata/resources.ts';
import type { Service } from './odata/service.ts';
import { etagOf, V4 } from './odata/v4.ts';
import type { Orders } from './orders.ts';

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
