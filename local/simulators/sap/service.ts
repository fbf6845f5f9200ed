/** The OData service API_PURCHASEORDER_2: from a request below its root to an answer. */
import type { HttpAnswer, HttpRequest } from '../../http/message.ts';
import type { Clock } from '../simulator.ts';
import { errorAnswer, methodNotAllowed, SapError, unsupportedMediaType } from './errors.ts';
import { metadataDocument, serviceDocument } from './metadata.ts';
import type { Orders } from './orders.ts';
import { read } from './read.ts';
import { locate } from './resources.ts';
import type { Settings } from './settings.ts';
import { create, remove, update } from './write.ts';

/** Facts 1.2. */
export const SERVICE_ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001/';

export class PurchaseOrderService {
  readonly #orders: Orders;
  readonly #settings: Settings;
  readonly #clock: Clock;

  constructor(orders: Orders, settings: Settings, clock: Clock) {
    this.#orders = orders;
    this.#settings = settings;
    this.#clock = clock;
  }

  handle(request: HttpRequest): HttpAnswer {
    try {
      return this.#route(request);
    } catch (error) {
      if (error instanceof SapError) return errorAnswer(error, this.#clock());
      throw error;
    }
  }

  #route(request: HttpRequest): HttpAnswer {
    const path = request.path.slice(SERVICE_ROOT.length).replace(/\/$/, '');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (path === '' && isRead) return serviceDocument();
    if (path === '$metadata' && isRead) return metadataDocument();
    const resource = locate(path, this.#orders);
    requireJson(request);
    const { releaseRequired, pageSize } = this.#settings.current;
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return read(resource, path, new URLSearchParams(request.query), pageSize);
      case 'POST':
        return create(resource, request, this.#orders, releaseRequired, this.#clock());
      case 'PATCH':
        return update(resource, path, request, this.#orders);
      case 'DELETE':
        return remove(resource, request, this.#orders);
      default:
        throw methodNotAllowed(`Method ${request.method} is not allowed`);
    }
  }
}

function requireJson({ method, headers }: HttpRequest): void {
  const carriesBody = method === 'POST' || method === 'PATCH';
  if (carriesBody && !headers['content-type']?.startsWith('application/json')) throw unsupportedMediaType();
}
