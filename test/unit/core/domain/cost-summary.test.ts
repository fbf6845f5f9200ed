import { describe, expect, it } from '@jest/globals';
import { summarizeCosts } from '../../../../core/domain/cost-summary.ts';
import type { CostEntry } from '../../../../core/domain/costs.ts';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { laptopReplacement } from '../../support/requests.ts';

describe('the summary of costs', () => {
  const entry: CostEntry = {
    org_id: 'org_1',
    request_id: 'proc_1',
    ticket_id: 'tkt_1',
    project: null,
    cost_center: 'CC-1',
    budget_code: null,
    vendor: 'Dell',
    currency: 'USD',
    budget_year: 2026,
    committed_minor: 1001,
    spent_minor: 202,
  };
  const items = [{ name: 'Cable', sku: 'C', quantity: 5, unit_cost_minor: 100, mpn: null, unit: null }];
  const asked: ProcurementRequest = { ...laptopReplacement, id: 'proc_9', ticket_id: 'tkt_1', vendor: 'Dell', items };

  it('has a row per key and currency, by key, with the requests without one last', () => {
    const entries = [
      { ...entry, ticket_id: null },
      { ...entry, ticket_id: 'tkt_2' },
      { ...entry, currency: 'JPY' },
      entry,
    ];
    expect(summarizeCosts({ entries, pending: [asked] }, 'ticket')).toEqual([
      { key: 'tkt_1', requested: 0, committed: 1001, spent: 202, currency: 'JPY', requests: 1 },
      { key: 'tkt_1', requested: 5, committed: 10.01, spent: 2.02, currency: 'USD', requests: 2 },
      { key: 'tkt_2', requested: 0, committed: 10.01, spent: 2.02, currency: 'USD', requests: 1 },
      { key: null, requested: 0, committed: 10.01, spent: 2.02, currency: 'USD', requests: 1 },
    ]);
  });

  it('sums the many requests of a large organization in time', () => {
    const many = Array.from({ length: 50_000 }, (_, index) => ({ ...entry, request_id: `proc_${index}` }));
    expect(summarizeCosts({ entries: many, pending: [] }, 'vendor')).toMatchObject([{ requests: 50_000 }]);
  });

  it('of a year has what its budgets have, and of the current year what is requested too', () => {
    const costs = { entries: [entry, { ...entry, budget_year: 2025 }], pending: [asked] };
    const rows = (year: number) => summarizeCosts(costs, 'vendor', { year, current: 2026 });
    expect(rows(2026)).toMatchObject([{ requested: 5, committed: 10.01, requests: 2 }]);
    expect(rows(2025)).toMatchObject([{ requested: 0, committed: 10.01, requests: 1 }]);
    expect(rows(2024)).toEqual([]);
  });

  it('counts a request that is approved while they are read once', () => {
    const costs = { entries: [entry], pending: [{ ...asked, id: entry.request_id }] };
    expect(summarizeCosts(costs, 'vendor')).toMatchObject([{ requested: 0, committed: 10.01, requests: 1 }]);
  });
});
