import { HubError, invalidFields } from '../../domain/errors.ts';
import { unixSeconds } from '../../domain/time.ts';
import {
  fingerprintOf,
  type IdempotencyKey,
  loadResponse,
  type StoredResponse,
  saveResponse,
} from '../../store/idempotency.ts';
import type { Table } from '../../store/table.ts';
import { commit } from '../../store/write.ts';
import type { Caller } from './caller.ts';
import { type HttpEvent, readBody } from './request.ts';
import type { RouteOutcome } from './route.ts';

const MAX_KEY_LENGTH = 255;

/**
 * Runs a route and commits its writes. With an `Idempotency-Key`, the response is saved in the same transaction, and a
 * repeated POST gets the saved response instead of running again.
 */
export async function runOnce(
  table: Table,
  event: HttpEvent,
  caller: Caller,
  run: (nowMs: number) => Promise<RouteOutcome>,
  nowMs: number,
): Promise<RouteOutcome> {
  const key = idempotencyKey(event, caller);
  if (!key) {
    const outcome = await run(nowMs);
    await commit(table, outcome.writes ?? []);
    return outcome;
  }
  const now = unixSeconds(nowMs);
  const saved = await loadResponse(table, key, now);
  if (saved) return replayed(saved);
  try {
    const outcome = await run(nowMs);
    const { status, body, replayedBody = body, version, writes = [] } = outcome;
    const response = saveResponse(key, { status, body: JSON.stringify(replayedBody), version }, now);
    // The key's write comes first: when several conditions fail, the first one's error is thrown.
    await commit(table, writes.length > 0 ? [response, ...writes] : []);
    return outcome;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    // A concurrent call with the same key may have committed: this one then conflicts with its key or its change.
    const concurrent = await loadResponse(table, key, now);
    if (concurrent) return replayed(concurrent);
    throw error;
  }
}

function replayed({ status, body, version }: StoredResponse): RouteOutcome {
  return { status, body: JSON.parse(body), version };
}

function idempotencyKey(event: HttpEvent, { orgId, userId }: Caller): IdempotencyKey | undefined {
  const key = event.headers['idempotency-key'];
  const { method } = event.requestContext.http;
  if (key === undefined || method !== 'POST') return undefined;
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    const message = `must have 1 to ${MAX_KEY_LENGTH} characters`;
    throw invalidFields([{ path: 'Idempotency-Key', message }], 'idempotency.key_malformed');
  }
  return { orgId, userId, key, fingerprint: fingerprintOf(method, event.rawPath, readBody(event)) };
}
