import { describe, expect, it } from '@jest/globals';
import type { Kind } from '../../../../core/domain/spendint/document.ts';
import type { Failure } from '../../../../core/domain/spendint/outcome.ts';
import { type ImportMessage, ImportMessageSchema } from '../../../../core/runtime/import-queue.ts';
import { queryAll } from '../../../../core/store/table.ts';
import type { ApplyPart } from '../../../../core/suppliers/apply-call.ts';
import { createImporter } from '../../../../functions/import/importer.ts';
import { hubTable } from '../../support/hub-table.ts';
import { NOW_MS, ORG } from '../supplier/support.ts';

const hub = hubTable();

const START = { document: 0, product: 0, changed: 0, failed: 0 };
const BATCH = 100;

interface Product {
  readonly sku: string;
  readonly fails?: boolean;
}

/** Documents of so many products each; those with a SKU in `failing` fail. */
function documents(counts: readonly number[], failing: readonly string[] = []): object[] {
  return counts.map((count, document) => ({
    supplier_id: 'SUP-1001',
    products: Array.from({ length: count }, (_, index): Product => {
      const sku = `${document}-${index}`;
      return failing.includes(sku) ? { sku, fails: true } : { sku };
    }),
  }));
}

/**
 * An import over what it has applied, as products count their changes, a queue and bodies in memory. It stops with an error before
 * the step whose number is `crashAt`, each time that it gets there for the first time.
 */
function imports({ kind = 'price' as Kind, importId = 'imp_1', productMs = 0, passesAfterMs = 0 } = {}) {
  let nowMs = NOW_MS;
  let step = 0;
  let crashAt = Number.POSITIVE_INFINITY;
  const changes = new Map<string, number>();
  const bodies = new Map<string, string>();
  const queue: { message: ImportMessage; readonly delay: number }[] = [];

  function beforeStep(): void {
    if (++step !== crashAt) return;
    crashAt = Number.POSITIVE_INFINITY;
    throw new Error('The function ended');
  }
  hub.before = (action) => {
    if (action === 'PutItem') beforeStep();
  };

  const sender = { customer_id: '', supplier_id: '', third_party_import_id: '' };

  function applyProduct({ sku, fails }: Product): { readonly changed: number; readonly failures: Failure[] } {
    nowMs += productMs;
    if (fails) return { changed: 0, failures: [{ keys: { sku }, error_message: 'wrong\n' }] };
    // Of this call, in an earlier attempt.
    if (changes.has(sku)) return { changed: 1, failures: [] };
    beforeStep();
    changes.set(sku, (changes.get(sku) ?? 0) + 1);
    return { changed: 1, failures: [] };
  }

  const apply: ApplyPart = async (_table, _kind, document, call, part, atMs) => {
    if (atMs < call.acceptedAtMs + passesAfterMs) {
      const failures = [{ keys: {}, error_message: 'The order does not exist\n' }];
      return { outcome: { kind, sender, failures }, next: undefined, changed: 0, mayPass: true };
    }
    const { products } = document as { readonly products: readonly Product[] };
    const results: ReturnType<typeof applyProduct>[] = [];
    let from = part.from;
    do {
      results.push(...products.slice(from, from + BATCH).map(applyProduct));
      from += BATCH;
    } while (from < products.length && part.hasTime());
    return {
      outcome: { kind, sender, failures: results.flatMap(({ failures }) => failures) },
      next: from < products.length ? from : undefined,
      changed: results.filter(({ changed }) => changed > 0).length,
      mayPass: false,
    };
  };

  const importer = createImporter({
    table: hub.table,
    queue: {
      goOn: async (message, delay) => {
        beforeStep();
        queue.push({ message: ImportMessageSchema.parse(JSON.parse(JSON.stringify(message))), delay });
      },
    },
    bodies: {
      get: async (key) => bodies.get(key),
      delete: async (key) => {
        beforeStep();
        bodies.delete(key);
      },
    },
    clock: () => nowMs,
    apply,
  });

  return {
    changes,
    bodies,
    crashAt: (at: number) => {
      crashAt = at;
    },
    steps: () => step,
    accept(root: readonly object[], content: ImportMessage['content'] = { text: JSON.stringify({ root }) }): void {
      const ids = { org_id: ORG, supplier_id: 'SUP-1001', import_id: importId, accepted_at_ms: NOW_MS };
      queue.push({ message: { ...ids, kind, content, position: START, tries: 0 }, delay: 0 });
    },
    /** Handles messages until there are none; one that fails comes again. Returns their delays. */
    async run(remainingMs = 60_000): Promise<number[]> {
      const delays: number[] = [];
      for (let next = queue.shift(); next; next = queue.shift()) {
        nowMs += next.delay * 1000;
        delays.push(next.delay);
        try {
          await importer(next.message, remainingMs);
        } catch (error) {
          if ((error as Error).message !== 'The function ended') throw error;
          queue.push({ ...next, delay: 0 });
        }
      }
      return delays;
    },
  };
}

function partition(name: string): Promise<Record<string, unknown>[]> {
  const values = { ':pk': `ORG#${ORG}#${name}` };
  return queryAll(hub.table, { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: values });
}

/** What a call has left in the table, without its name and the time. */
async function recordsOf(importId: string, kind: Kind) {
  const ofCall = async (name: string) => (await partition(name)).filter(({ import_id }) => import_id === importId);
  const failed = await ofCall(`IMPORT_FAILURES#SUP-1001#${kind}`);
  const catalogs = await ofCall('SUPPLIER_DOCUMENTS');
  return {
    failures: failed.map(({ position, failures }) => ({ position, failures })),
    catalogs: catalogs.map(({ document, changed, failed }) => ({ document, changed, failed })),
  };
}

describe('the import', () => {
  it('applies the documents of a call in their order', async () => {
    const { accept, run, changes } = imports();
    accept(documents([2, 1]));
    expect(await run()).toEqual([0]);
    expect([...changes.keys()]).toEqual(['0-0', '0-1', '1-0']);
  });

  it('goes on with a message when half of its time is over, and applies each product once', async () => {
    const { accept, run, changes } = imports({ productMs: 100 });
    accept(documents([700, 3]));
    // Three hundred products fit into half a minute.
    expect(await run()).toEqual([0, 0, 0]);
    expect(changes.size).toBe(703);
  });

  it('applies something in each invocation, however little time there is', async () => {
    const { accept, run, changes } = imports({ productMs: 100 });
    accept(documents([300]));
    expect(await run(1)).toEqual([0, 0, 0]);
    expect(changes.size).toBe(300);
  });

  it.each([
    ['prices with a body in their message', 'price', false],
    ['prices with a body in the bucket', 'price', true],
    ['catalogs', 'catalog', false],
  ] as const)('applies and records the same of %s after a crash at any step', async (_, kind, isLarge) => {
    const root = documents([4, 2], ['0-1', '1-0']);
    const setUp = (importId: string) => {
      const hubImports = imports({ kind, importId });
      if (isLarge) hubImports.bodies.set('key', JSON.stringify({ root }));
      hubImports.accept(root, isLarge ? { object: 'key' } : undefined);
      return hubImports;
    };
    const whole = setUp('imp_whole');
    await whole.run();
    const recorded = await recordsOf('imp_whole', kind);
    expect(recorded.failures).toMatchObject([{ position: [0, 0, 0] }, { position: [1, 0, 0] }]);
    expect(recorded.catalogs).toHaveLength(kind === 'catalog' ? 2 : 0);
    expect(whole.steps()).toBeGreaterThanOrEqual(6);
    for (let at = 1; at <= whole.steps(); at++) {
      const crashed = setUp(`imp_${at}`);
      crashed.crashAt(at);
      expect(await crashed.run()).toHaveLength(2);
      expect(crashed.changes).toEqual(whole.changes);
      expect(crashed.bodies.size).toBe(0);
      expect(await recordsOf(`imp_${at}`, kind)).toEqual(recorded);
    }
  });

  it('applies nothing for a message that comes after its body was deleted', async () => {
    const { accept, run, changes, bodies } = imports();
    bodies.set('key', JSON.stringify({ root: documents([2]) }));
    accept([], { object: 'key' });
    accept([], { object: 'key' });
    await run();
    expect([...changes.values()]).toEqual([1, 1]);
    expect(bodies.size).toBe(0);
  });

  it('keeps a large body until its last part is applied', async () => {
    const { accept, run, bodies, changes } = imports({ productMs: 100 });
    bodies.set('key', JSON.stringify({ root: documents([700]) }));
    accept([], { object: 'key' });
    expect(await run()).toHaveLength(3);
    expect([bodies.size, changes.size]).toEqual([0, 700]);
  });

  it('fails for a body that can not be read, so that its message is kept', async () => {
    const { accept, run } = imports();
    accept([], { text: 'Laptop of Jane Roe' });
    await expect(run()).rejects.toThrow('The call was accepted, and can not be read.');
  });
});

describe('a document that refers to one that is under way', () => {
  it('waits for it, from there on, and fails nothing', async () => {
    const { accept, run, changes } = imports({ kind: 'shipment', passesAfterMs: 2500 });
    accept(documents([1, 1]));
    expect(await run()).toEqual([0, 1, 2]);
    expect(changes.size).toBe(2);
    expect((await recordsOf('imp_1', 'shipment')).failures).toEqual([]);
  });

  it('is recorded as a failure after six seconds', async () => {
    const { accept, run } = imports({ kind: 'shipment', passesAfterMs: Number.POSITIVE_INFINITY });
    accept(documents([1]));
    expect(await run()).toEqual([0, 1, 2, 3]);
    expect((await recordsOf('imp_1', 'shipment')).failures).toHaveLength(1);
  });
});

describe('a catalog', () => {
  it('is recorded once, with its sums over all parts', async () => {
    const { accept, run } = imports({ kind: 'catalog', productMs: 100 });
    accept(documents([700, 1], ['0-5', '0-650']));
    await run();
    expect(await partition('SUPPLIER_DOCUMENTS')).toMatchObject([
      { import_id: 'imp_1', document: 0, changed: 698, failed: 2 },
      { import_id: 'imp_1', document: 1, changed: 1, failed: 0 },
    ]);
  });

  it('is not recorded when it changes nothing', async () => {
    const { accept, run } = imports({ kind: 'catalog' });
    accept(documents([1], ['0-0']));
    await run();
    expect(await partition('SUPPLIER_DOCUMENTS')).toEqual([]);
  });
});
