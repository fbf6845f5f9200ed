import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Clock } from '../simulator.ts';
import type { SapSettings } from './control-routes.ts';
import { clientError, errorResponse, ODATA_JSON, SapError } from './errors.ts';
import { ENTITY_TYPES, PURCHASE_ORDER } from './model.ts';
import type { Orders } from './orders.ts';
import { parseQuery } from './query.ts';
import { entityResponse, listResponse } from './read.ts';
import { locate, parsePath, rowsOf } from './resources.ts';
import { create, remove, update } from './write.ts';

/** sap 2. */
export const SERVICE_ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001/';

/** The OData service API_PURCHASEORDER_2. */
export function createPurchaseOrderService(orders: Orders, settings: SapSettings, clock: Clock) {
  function route(request: HttpRequest): HttpResponse {
    const { method } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    const path = request.path.slice(SERVICE_ROOT.length).replace(/\/$/, '');
    if (path === '' && isRead) return serviceDocument();
    return isRead ? read(path, new URLSearchParams(request.query)) : write(path, request);
  }

  function read(path: string, search: URLSearchParams): HttpResponse {
    const { type, key } = parsePath(path);
    const query = parseQuery(type, search);
    if (key === undefined) {
      return listResponse(path, type, rowsOf(type, orders.all()), search, query, settings.current.pageSize);
    }
    return entityResponse(200, path, type, locate(type, key, orders), query);
  }

  function write(path: string, request: HttpRequest): HttpResponse {
    const { method, headers } = request;
    if (method === 'POST' && path !== PURCHASE_ORDER.set) {
      // sap 15. Adding children to an existing order is not simulated.
      throw clientError(405, `Insert is not supported on '${path}'`);
    }
    const resource = parsePath(path);
    if (method === 'DELETE') return remove(resource, request, orders);
    if (method !== 'POST' && method !== 'PATCH') throw clientError(405, `Method ${method} is not allowed`);
    // sap 48.
    if (!headers['content-type']?.startsWith('application/json')) {
      throw clientError(415, 'Unsupported media type: the body must be application/json');
    }
    if (method === 'PATCH') return update(path, resource, request, orders);
    return create(request, orders, settings.current.releaseRequired, clock());
  }

  return (request: HttpRequest): HttpResponse => {
    try {
      return route(request);
    } catch (error) {
      if (error instanceof SapError) return errorResponse(error, clock());
      throw error;
    }
  };
}

function serviceDocument(): HttpResponse {
  const value = ENTITY_TYPES.map(({ set }) => ({ name: set, url: set }));
  return { status: 200, headers: ODATA_JSON, body: JSON.stringify({ '@odata.context': '$metadata', value }) };
}
