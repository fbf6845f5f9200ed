import { expect, it } from '@jest/globals';
import { ALWAYS } from '../../../../core/domain/spendint/tables/query-scope.ts';
import { queryFailures } from '../../../../core/store/import-failures.ts';
import { applyCall, type Position, START } from '../../../../core/suppliers/apply-call.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aContract, aPrice, NOW, ORG, SUPPLIER } from './products.ts';

const hub = hubTable();
const CALL = { orgId: ORG, supplierId: SUPPLIER, importId: 'imp_1', acceptedAtMs: NOW };

it('a call that is repeated after a crash, in other parts, records each failure once', async () => {
  const unknown = Array.from({ length: 250 }, (_, i) => ({ sku: `SKU-${i}`, contract_agreement: aContract('456') }));
  const documents = { kind: 'price', documents: [aPrice(...unknown)] } as const;
  const apply = (from: Position, isLong: boolean) => {
    const applying = { hasTime: () => isLong, stopsAtPassing: true, clock: () => NOW };
    return applyCall(hub.table, CALL, documents, from, applying);
  };
  await apply(START, true);
  let parts = 0;
  for (let next: Position | undefined = START; next; parts++) ({ next } = await apply(next, false));
  expect(parts).toBe(3);
  const owner = { orgId: ORG, supplierId: SUPPLIER };
  const recorded = await queryFailures(hub.table, owner, ['price'], ALWAYS, NOW);
  const skus = recorded.flatMap(({ failures }) => failures.map(({ keys }) => keys.sku));
  expect([skus.length, new Set(skus).size]).toEqual([250, 250]);
});
