import { IntegrationError, PermanentError, RetryableError } from '../../../../core/sync/errors.ts';

/** The outcome of one write at the partner; a write without one succeeds. */
export type Call =
  | 'ok'
  | 'busy'
  | 'down'
  | 'rejected'
  | 'unauthorized'
  | 'not-sent'
  | 'lost-before'
  | 'lost-after'
  | 'lost-late'
  | 'crash-before'
  | 'crash-after'
  | 'crash-late'
  | 'crash-after-save'
  | 'broken';

const LOST = new RetryableError('sap.unreachable', 'lost', { effect: 'unknown', partnerDown: true });
const DOWN = new RetryableError('sap.http_503', 'down', { effect: 'none', partnerDown: true });
const BUSY = new RetryableError('sap.http_429', 'busy', { effect: 'none', partnerDown: true, retryAfterSeconds: 2 });
export const FAILURES: ReadonlyMap<Call, Error> = new Map<Call, Error>([
  ['busy', BUSY],
  ['down', DOWN],
  ['rejected', new PermanentError('sap.http_400', 'Supplier 42 does not exist')],
  ['unauthorized', new IntegrationError('sap.unauthorized', 'wrong password')],
  ['not-sent', new RetryableError('sync.out_of_time', 'too late', { effect: 'none', partnerDown: false })],
  ['lost-before', LOST],
  ['lost-after', LOST],
  ['lost-late', LOST],
  ['broken', new TypeError('a defect')],
]);

/** The process dies: nothing after this point happens. */
export class Crash extends Error {}
