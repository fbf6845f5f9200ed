import { describe, expect, it } from '@jest/globals';
import type { Budget } from '../../../../core/domain/budget.ts';
import { allocate } from '../../../../core/domain/budget-allocation.ts';

const costCenter = { org_id: 'org_1', code: 'CC-1', name: 'IT', approver_id: null };
const place = { fiscalYear: 2026, costCenter };
const budget: Budget = {
  org_id: 'org_1',
  fiscal_year: 2026,
  cost_center: 'CC-1',
  name: 'IT',
  annual_minor: 10_001,
  spent_minor: 0,
  committed_minor: 0,
  hub_spent_minor: 0,
  currency: 'USD',
};

describe('an allocation', () => {
  it('creates a budget, by its cost center’s name', () => {
    expect(allocate({ annual_budget: 100.01, currency: 'USD' }, place, undefined)).toEqual(budget);
    expect(allocate({ annual_budget: 0, currency: 'USD', name: 'Lab' }, place, undefined).name).toBe('Lab');
  });

  it('changes a budget and keeps its name and what is spent and committed', () => {
    const used = { ...budget, name: 'Lab', spent_minor: 5, committed_minor: 7, hub_spent_minor: 3 };
    expect(allocate({ annual_budget: 200, currency: 'USD' }, place, used)).toEqual({ ...used, annual_minor: 20_000 });
  });

  it('does not change the currency', () => {
    expect(() => allocate({ annual_budget: 1, currency: 'EUR' }, place, budget)).toThrow(
      expect.objectContaining({ code: 'budget.currency_changed' }),
    );
  });

  it('does not have more decimals than its currency', () => {
    expect(() => allocate({ annual_budget: 1.5, currency: 'JPY' }, place, undefined)).toThrow(
      'annual_budget must have at most 0 decimals in JPY.',
    );
  });
});
