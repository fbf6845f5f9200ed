import { describe, expect, it } from '@jest/globals';
import { requireFunds, viewBudget } from '../../../../core/domain/budget.ts';
import { fiscalYearOf } from '../../../../core/domain/fiscal-year.ts';

function budget(cost_center: string, name: string, annual: number, spent: number, committed: number) {
  return {
    org_id: 'org_5jHtK4pR8uWn',
    fiscal_year: 2026,
    cost_center,
    name,
    annual_minor: annual * 100,
    spent_minor: spent * 100,
    committed_minor: committed * 100,
    hub_spent_minor: 0,
    currency: 'USD',
  };
}

describe('a budget’s view', () => {
  it.each([
    ['CC-IT-OPS', 'IT Operations', 240000, 38420, 4200, 197380, 17.76],
    ['CC-IT-DEV', 'Software Development', 360000, 62150, 5990, 291860, 18.93],
    ['CC-IT-INFRA', 'Infrastructure', 480000, 124800, 12056, 343144, 28.51],
    ['CC-IT-SEC', 'Information Security', 180000, 28500, 0, 151500, 15.83],
    ['CC-IT-EUS', 'End User Support', 120000, 19200, 1708, 99092, 17.42],
  ])(
    'shows %s as the procurement API does',
    (cost_center, name, annual_budget, spent, committed, remaining, utilization_percent) => {
      expect(viewBudget(budget(cost_center, name, annual_budget, spent, committed))).toEqual({
        cost_center,
        name,
        annual_budget,
        spent,
        committed,
        remaining,
        utilization_percent,
        currency: 'USD',
      });
    },
  );

  it('has a utilization of 0 for an empty budget, and a negative remainder for an overdrawn one', () => {
    expect(viewBudget(budget('CC-X', 'X', 0, 0, 0)).utilization_percent).toBe(0);
    expect(viewBudget(budget('CC-X', 'X', 100, 80, 50))).toMatchObject({
      remaining: -30,
      utilization_percent: 130,
    });
  });

  it('is of the UTC calendar year', () => {
    expect(fiscalYearOf(Date.UTC(2025, 11, 31, 23, 59, 59) / 1000, { fiscal_year_start_month: 1 })).toBe(2025);
    expect(fiscalYearOf(Date.UTC(2026, 0, 1) / 1000, { fiscal_year_start_month: 1 })).toBe(2026);
  });

  it('is of the fiscal year that ends in it, where the fiscal year begins in another month', () => {
    const october = { fiscal_year_start_month: 10 };
    expect(fiscalYearOf(Date.UTC(2025, 8, 30, 23, 59, 59) / 1000, october)).toBe(2025);
    expect(fiscalYearOf(Date.UTC(2025, 9, 1) / 1000, october)).toBe(2026);
    expect(fiscalYearOf(Date.UTC(2026, 0, 1) / 1000, october)).toBe(2026);
  });
});

describe('the funds of a budget', () => {
  const rest = budget('CC-X', 'X', 100, 60, 30);

  it('cover an amount up to what is left', () => {
    expect(() => requireFunds(rest, 1000)).not.toThrow();
  });

  it('do not cover more than that', () => {
    expect(() => requireFunds(rest, 1001)).toThrow(
      expect.objectContaining({
        code: 'budget.exceeded',
        message: 'The budget of CC-X for 2026 has 10 USD left, and the request costs 10.01 USD.',
      }),
    );
  });
});
