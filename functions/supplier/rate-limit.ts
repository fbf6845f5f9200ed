import { type Supplier, usernameOf } from '../../core/domain/supplier.ts';
import { countCalls } from '../../core/store/supplier-rate.ts';
import type { Table } from '../../core/store/table.ts';
import { DialectError } from './dialect-error.ts';

const MINUTE_MS = 60_000;
/** An environment tells the table of this part of the limit at once: the limit is exceeded by so much per environment at most. */
const PART_OF_LIMIT = 50;
const MAX_REMEMBERED = 1000;

interface Count {
  readonly minute: number;
  /** Calls that the table did not know of yet. */
  untold: number;
  /** What the table last said. */
  told: number;
}

/**
 * Admits the calls of each supplier, counted over all execution environments. Throws a 429 that says when the next minute
 * begins (spendint 68).
 */
export function createRateLimit(table: Table) {
  const counts = new Map<string, Count>();

  function countOf(supplier: Supplier, minute: number): Count {
    const name = usernameOf(supplier);
    const known = counts.get(name);
    if (known?.minute === minute) return known;
    if (counts.size >= MAX_REMEMBERED) counts.clear();
    const count = { minute, untold: 0, told: 0 };
    counts.set(name, count);
    return count;
  }

  return async (supplier: Supplier, nowMs: number): Promise<void> => {
    const limit = supplier.requests_per_minute;
    const minute = Math.floor(nowMs / MINUTE_MS);
    const count = countOf(supplier, minute);
    if (count.told + count.untold >= limit) throw limitExceeded(limit, nowMs);
    count.untold += 1;
    if (count.untold < limit / PART_OF_LIMIT) return;
    const calls = count.untold;
    count.untold = 0;
    count.told = await countCalls(table, supplier, minute, calls);
    if (count.told > limit) throw limitExceeded(limit, nowMs);
  };
}

function limitExceeded(limit: number, nowMs: number): DialectError {
  const detail = `Rate limit of ${limit} requests per minute exceeded`;
  return new DialectError(429, 'Rate limit exceeded', detail, secondsToMinute(nowMs));
}

/** Seconds until the next minute begins, at least one. */
export function secondsToMinute(nowMs: number): number {
  return Math.ceil((MINUTE_MS - (nowMs % MINUTE_MS)) / 1000);
}
