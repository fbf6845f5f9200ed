import { describe, expect, it } from '@jest/globals';
import { createRateLimit } from '../../../../functions/supplier/rate-limit.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aSupplier, NOW_MS } from './support.ts';

const hub = hubTable();

/** How many of so many calls at a time are admitted. */
async function admitted(
  limitRate: ReturnType<typeof createRateLimit>,
  calls: number,
  { limit, nowMs = NOW_MS }: { readonly limit: number; readonly nowMs?: number },
): Promise<number> {
  let count = 0;
  for (let call = 0; call < calls; call++) {
    try {
      await limitRate(aSupplier({ requests_per_minute: limit }), nowMs);
      count += 1;
    } catch (error) {
      expect(error).toMatchObject({ status: 429, message: 'Rate limit exceeded', retryAfterSeconds: 55 });
    }
  }
  return count;
}

describe('the rate limit of a supplier', () => {
  it('admits as many calls as it says, and says when the minute ends', async () => {
    expect(await admitted(createRateLimit(hub.table), 30, { limit: 7 })).toBe(7);
  });

  it('begins again with each minute', async () => {
    const limitRate = createRateLimit(hub.table);
    expect(await admitted(limitRate, 9, { limit: 5 })).toBe(5);
    expect(await admitted(limitRate, 9, { limit: 5, nowMs: NOW_MS + 60_000 })).toBe(5);
  });

  it('writes once per fiftieth of the limit, and nothing for few calls or once it is reached', async () => {
    const limitRate = createRateLimit(hub.table);
    await admitted(limitRate, 9, { limit: 500 });
    expect(hub.actions).toEqual([]);
    expect(await admitted(limitRate, 600, { limit: 500 })).toBe(491);
    expect(hub.actions).toHaveLength(50);
  });

  it('counts over execution environments, to a fiftieth of the limit each', async () => {
    const environments = Array.from({ length: 4 }, () => createRateLimit(hub.table));
    let count = 0;
    for (let round = 0; round < 20; round++) {
      for (const limitRate of environments) count += await admitted(limitRate, 10, { limit: 200 });
    }
    expect(count).toBeGreaterThanOrEqual(200);
    expect(count).toBeLessThanOrEqual(200 + 4 * 4);
  });

  it('keeps suppliers of the same name in two organizations apart', async () => {
    const limitRate = createRateLimit(hub.table);
    await admitted(limitRate, 9, { limit: 5 });
    const other = aSupplier({ org_id: 'org_9zYxW8vU7tSr', requests_per_minute: 5 });
    await expect(limitRate(other, NOW_MS)).resolves.toBeUndefined();
  });
});
