import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { Kind } from '../../../../core/domain/spendint/document.ts';
import { ALWAYS } from '../../../../core/domain/spendint/tables/query-scope.ts';
import { queryFailures, saveFailures } from '../../../../core/store/import-failures.ts';
import { inParallel } from '../../../../core/store/in-parallel.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aCallOf, anOutcome, failuresOf, NOW_MS, ORG, OTHER_ORG } from '../../support/supplier-tables.ts';

const hub = hubTable();
const START = { document: 0, product: 0 };
const DAYS_30_MS = 30 * 24 * 60 * 60 * 1000;

async function save(
  call: ReturnType<typeof aCallOf>,
  kind: Kind,
  failures: ReturnType<typeof failuresOf>,
  position = START,
) {
  const writes = saveFailures(call, position, anOutcome(kind, failures), NOW_MS);
  await inParallel(writes, (write) => commit(hub.table, [write]));
  return writes.length;
}

async function skusOf(kinds: readonly Kind[], supplierId = 'SUP-1001', orgId = ORG, span = ALWAYS, nowMs = NOW_MS) {
  const recorded = await queryFailures(hub.table, { orgId, supplierId }, kinds, span, nowMs);
  return recorded.flatMap(({ failures }) => failures.map(({ keys }) => keys.sku)).join(' ');
}

describe('recorded failures', () => {
  it('are none of a document that has none', () => {
    expect(saveFailures(aCallOf('SUP-1001', 'imp_1'), START, anOutcome('catalog', []), NOW_MS)).toEqual([]);
  });

  it('are those of the kinds that are asked for, the newest first', async () => {
    await save(aCallOf('SUP-1001', 'imp_1', 30), 'catalog', failuresOf('A', 'B'));
    await save(aCallOf('SUP-1001', 'imp_2', 10), 'catalog', failuresOf('C'));
    await save(aCallOf('SUP-1001', 'imp_3', 20), 'price', failuresOf('D'));
    expect(await skusOf(['catalog'])).toBe('C A B');
    expect(await skusOf(['price'])).toBe('D');
    expect(await skusOf(['availability'])).toBe('');
    expect(await skusOf(['catalog', 'price', 'availability'])).toBe('C D A B');
  });

  it('keep what was recorded', async () => {
    await save(aCallOf('SUP-1001', 'imp_1', 30), 'catalog', failuresOf('A'), { document: 2, product: 500 });
    expect(await queryFailures(hub.table, { orgId: ORG, supplierId: 'SUP-1001' }, ['catalog'], ALWAYS, NOW_MS)).toEqual(
      [
        expect.objectContaining({
          ...anOutcome('catalog', failuresOf('A')),
          ...{ supplier_id: 'SUP-1001', import_id: 'imp_1', position: [2, 500, 0] },
          ...{ accepted_at: NOW_MS - 30_000, recorded_at: NOW_MS },
        }),
      ],
    );
  });

  it('are the same after a repeated message', async () => {
    const call = aCallOf('SUP-1001', 'imp_1');
    for (const _ of [1, 2]) {
      await save(call, 'catalog', failuresOf('A'));
      await save(call, 'catalog', failuresOf('B'), { document: 1, product: 0 });
      await save(call, 'catalog', failuresOf('C'), { document: 1, product: 900 });
    }
    expect((await skusOf(['catalog'])).split(' ').sort()).toEqual(['A', 'B', 'C']);
  });

  it("are never another supplier's or organization's", async () => {
    await save(aCallOf('SUP-1', 'imp_1'), 'catalog', failuresOf('A'));
    await save(aCallOf('SUP-10', 'imp_2'), 'catalog', failuresOf('B'));
    await save(aCallOf('SUP-1', 'imp_3', 0, OTHER_ORG), 'catalog', failuresOf('C'));
    expect(await skusOf(['catalog'], 'SUP-1')).toBe('A');
    expect(await skusOf(['catalog'], 'SUP-10')).toBe('B');
    expect(await skusOf(['catalog'], 'SUP-1', OTHER_ORG)).toBe('C');
  });

  it('are shown for 30 days, whether or not DynamoDB has deleted them', async () => {
    await save(aCallOf('SUP-1001', 'imp_1'), 'catalog', failuresOf('A'));
    expect(await skusOf(['catalog'], 'SUP-1001', ORG, ALWAYS, NOW_MS + DAYS_30_MS - 1000)).toBe('A');
    expect(await skusOf(['catalog'], 'SUP-1001', ORG, ALWAYS, NOW_MS + DAYS_30_MS)).toBe('');
  });

  it('are those within a span', async () => {
    for (const second of [0, 1, 2, 3]) {
      await save(aCallOf('SUP-1001', `imp_${second}`, second), 'catalog', failuresOf(`S${second}`));
    }
    const within = (from: number, to: number) =>
      skusOf(['catalog'], 'SUP-1001', ORG, { fromMs: NOW_MS - from * 1000, toMs: NOW_MS - to * 1000 });
    expect(await within(2, 1)).toBe('S1 S2');
    expect(await within(1, 1)).toBe('S1');
    expect(await within(1, 2)).toBe('');
  });

  it('are divided into items of 100 at most, and 100 kB', async () => {
    const skus = Array.from({ length: 250 }, (_, index) => `S${index}`);
    expect(await save(aCallOf('SUP-1001', 'imp_1'), 'catalog', failuresOf(...skus))).toBe(3);
    expect((await skusOf(['catalog'])).split(' ').sort()).toEqual([...skus].sort());
    const long = failuresOf(...skus).map(({ keys }) => ({ keys, error_message: `${'é'.repeat(1000)}\n` }));
    const sizes = saveFailures(aCallOf('SUP-1001', 'imp_2'), START, anOutcome('catalog', long), NOW_MS).map((write) =>
      Buffer.byteLength(JSON.stringify('put' in write && write.put.Item)),
    );
    expect(sizes).toHaveLength(6);
    expect(Math.max(...sizes)).toBeLessThan(101_000);
  });
});

describe('more failures than are read', () => {
  /** The pages that are read where each has some items of 100 failures, without end. */
  async function readOf(items: number) {
    const [write] = saveFailures(
      aCallOf('SUP-1', 'imp_1'),
      START,
      anOutcome('price', failuresOf(...'A'.repeat(100))),
      NOW_MS,
    );
    const item = write && 'put' in write ? write.put.Item : undefined;
    let pages = 0;
    const send = async () => {
      pages++;
      return { Items: Array.from({ length: items }, () => item), LastEvaluatedKey: { pk: 'x', sk: 'y' } };
    };
    const table = { name: 'hub', recent: new Map(), client: { send } as unknown as DynamoDBDocumentClient };
    const recorded = await queryFailures(table, { orgId: ORG, supplierId: 'SUP-1' }, ['price'], ALWAYS, NOW_MS);
    return { pages, failures: recorded.flatMap(({ failures }) => failures).length };
  }

  it('end with their limit', async () => {
    expect(await readOf(30)).toEqual({ pages: 4, failures: 12_000 });
  });

  it('end early where they are long', async () => {
    expect(await readOf(2)).toEqual({ pages: 12, failures: 2400 });
  });
});
