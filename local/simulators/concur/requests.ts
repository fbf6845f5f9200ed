import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';
import { HttpError, type JsonRoute, parseBody } from '../../http/json-api.ts';
import type { Clock } from '../simulator.ts';
import { type ConcurSettings, documented, type Fields } from './validation.ts';

/** The vendor's examples. */
const ExceptionSchema = z.strictObject({
  message: z.string().default('Line Item Quantity does not match'),
  eventCode: z.string().default('PURCH_DETAIL_ITEM_SAVE'),
  exceptionCode: z.string().default('0070071'),
  isCleared: z.boolean().default(false),
  prExceptionId: z.string().default(() => randomUUID()),
});
const PurchaseOrderSchema = z.strictObject({ purchaseOrderNumber: z.string().min(1).default('PO10001') });

/** As the vendor shows it: a list without entries is left out, as is the number until it is created (concur 22, 25). */
type Shown = Fields & { readonly purchaseRequestExceptions?: unknown[]; readonly purchaseOrders?: unknown[] };
type StoredRequest = Readonly<{ shown: Shown; number: string; acceptedAt: number; request: Fields }>;
type Change = (stored: StoredRequest, body: unknown) => Fields;

const FAILED = { purchaseRequestQueueStatus: 'CREATE_FAILED' };
const CREATED = { purchaseRequestQueueStatus: 'CREATED', purchaseRequestWorkflowStatus: 'Pending Approval' };
const create: Change = ({ number }) => ({ ...CREATED, purchaseRequestNumber: number });

function append(list: 'purchaseRequestExceptions' | 'purchaseOrders', schema: z.ZodType): Change {
  return ({ shown }, body) => ({ [list]: [...(shown[list] ?? []), parseBody(schema, body)] });
}
const addException = append('purchaseRequestExceptions', ExceptionSchema);

/** What happens to a request, and in which status: the workflow's, or until then the queue's (concur 21–24). */
const ACTIONS: Readonly<Record<string, readonly [from: string, Change]>> = {
  created: ['PENDING_CREATION', create],
  create_failed: ['PENDING_CREATION', (...of) => ({ ...FAILED, ...addException(...of) })],
  approve: ['Pending Approval', () => ({ purchaseRequestWorkflowStatus: 'Approved' })],
  send_back: ['Pending Approval', () => ({ purchaseRequestWorkflowStatus: 'Sent Back To Employee' })],
  purchase_order: ['Approved', append('purchaseOrders', PurchaseOrderSchema)],
  exception: ['any', addException],
};

export function createRequests(stored: MemoryCollection<StoredRequest>, settings: ConcurSettings, clock: Clock) {
  /** A pending request is created once its delay is over. */
  function get(id: string): StoredRequest | undefined {
    const request = stored.get(id);
    const delay = settings.current.creationDelaySeconds;
    if (request?.shown.purchaseRequestQueueStatus !== 'PENDING_CREATION' || delay === null) return request;
    const isDue = clock() >= request.acceptedAt + delay * 1000;
    return isDue ? { ...request, shown: { ...request.shown, ...create(request, undefined) } } : request;
  }

  function route(from: string, change: Change): JsonRoute {
    return ({ params: { id = '' }, body = {} }) => {
      const request = get(id);
      if (request === undefined) throw new HttpError(404, `There is no purchase request ${id}.`);
      const status = request.shown.purchaseRequestWorkflowStatus ?? request.shown.purchaseRequestQueueStatus;
      if (from !== 'any' && from !== status) throw new HttpError(409, `The request is ${status}, not ${from}.`);
      stored.put(id, { ...request, shown: { ...request.shown, ...change(request, body) } });
    };
  }

  return {
    get,
    all: () => [...stored.entries()].map(([id]) => get(id)),
    accept(request: Fields): string {
      const id = randomUUID();
      const number = String(100_000 + stored.size);
      const shown = { purchaseRequestId: id, purchaseRequestQueueStatus: 'PENDING_CREATION' };
      stored.put(id, { shown, number, acceptedAt: clock(), request: documented(request) });
      return id;
    },
    control: Object.fromEntries(
      Object.entries(ACTIONS).map(([name, action]) => [`POST /requests/{id}/${name}`, route(...action)]),
    ),
  };
}
