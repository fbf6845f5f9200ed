import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Budget } from '../../../../core/domain/budget.ts';
import { budgetAfter } from '../../../../core/pull/budget-rule.ts';
import type { PulledVendor } from '../../../../core/pull/records.ts';
import { vendorAfter } from '../../../../core/pull/vendor-rule.ts';
import { aVendor } from '../../support/requests.ts';

const dell: PulledVendor = {
  number: '17300001',
  name: 'Dell Technologies Inc.',
  status: 'blocked',
  website: 'https://www.dell.com',
  primary_contact_email: 'enterprise@dell.com',
};
const at = { id: aVendor.id, partner: 'sap' };

describe('a vendor that an ERP tells of', () => {
  it('has the ERP’s fields, and keeps the hub’s own', () => {
    const own = { tier: 'strategic', categories: ['hardware'], contract_expires_at: 1735689600, tags: ['laptops'] };
    const stored = { ...aVendor, ...own, erp_ids: { oracle: '7' } };
    expect(vendorAfter(stored, dell, at)).toEqual({
      ...stored,
      name: 'Dell Technologies Inc.',
      status: 'blocked',
      website: 'https://www.dell.com',
      primary_contact_email: 'enterprise@dell.com',
      erp_ids: { oracle: '7', sap: '17300001' },
      version: 2,
    });
  });

  it('is new when nobody knows it', () => {
    expect(vendorAfter(undefined, dell, at)).toMatchObject({ id: aVendor.id, version: 1, tags: [], status: 'blocked' });
  });

  it('is left alone when nothing is new', () => {
    const known = vendorAfter(undefined, dell, at);
    expect(vendorAfter(known, dell, at)).toBeUndefined();
  });
});

const stored: Budget = {
  org_id: 'org_1',
  fiscal_year: 2026,
  cost_center: 'CC-IT-EUS',
  name: 'End User Support',
  annual_minor: 12_000_000,
  spent_minor: 1_920_000,
  committed_minor: 170_800,
  hub_spent_minor: 0,
  currency: 'USD',
};
function told(figures: { planned?: number | null; actual?: number; elsewhere?: number; currency?: string } = {}) {
  const { planned = 12_000_000, actual = 1_920_000, elsewhere = 0, currency = 'USD' } = figures;
  const where = { cost_center: stored.cost_center, fiscal_year: 2026, currency };
  return { ...where, planned_minor: planned, actual_minor: actual, committed_elsewhere_minor: elsewhere };
}

describe('a budget that an ERP tells of', () => {
  it('is left alone when nothing is new', () => {
    expect(budgetAfter(stored, told())).toBeUndefined();
  });

  it('has the plan as its annual budget, and keeps its own where the ERP has no plan', () => {
    expect(budgetAfter(stored, told({ planned: 9_000_000 }))?.annual_minor).toBe(9_000_000);
    expect(budgetAfter(stored, told({ planned: null, actual: 2_000_000 }))?.annual_minor).toBe(12_000_000);
  });

  it('has spent what the ERP tells, and no less than the hub’s own orders', () => {
    expect(budgetAfter(stored, told({ actual: 2_000_000 }))?.spent_minor).toBe(2_000_000);
    const received = { ...stored, hub_spent_minor: 3_000_000 };
    expect(budgetAfter(received, told({ actual: 2_000_000 }))?.spent_minor).toBe(3_000_000);
  });

  it('commits what the hub has committed and what others have, however often it is told', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10_000_000 }), { minLength: 1 }), (amounts) => {
        let budget = stored;
        for (const elsewhere of amounts) budget = budgetAfter(budget, told({ elsewhere })) ?? budget;
        expect(budget.committed_minor).toBe(170_800 + (amounts.at(-1) ?? 0));
      }),
    );
  });

  it('is not mixed with another currency', () => {
    expect(() => budgetAfter(stored, told({ currency: 'EUR' }))).toThrow(
      'The ERP has the figures of CC-IT-EUS in EUR, and its budget is in USD.',
    );
  });
});
