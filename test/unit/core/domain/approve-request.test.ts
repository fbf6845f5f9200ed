import { describe, expect, it } from '@jest/globals';
import { approve } from '../../../../core/domain/approve-request.ts';
import type { Budget } from '../../../../core/domain/budget.ts';
import { saveCommitment } from '../../../../core/store/budgets.ts';
import { approvedLaptop, laptopReplacement } from '../../support/requests.ts';

const organization = {
  org_id: laptopReplacement.org_id,
  name: 'Example',
  default_approver_id: 'usr_3kPmN8rT2wXq',
  allow_self_approval: false,
  budget_policy: 'block',
  enabled_partners: ['sap'],
} as const;
const command = {
  by: 'usr_3kPmN8rT2wXq',
  comment: 'Approved — within quarterly hardware budget.',
  now: 1708733100,
  destinations: ['sap'],
  jobId: 'sync_8mWqR3nT5vXp',
};
const budget: Budget = {
  org_id: laptopReplacement.org_id,
  fiscal_year: 2024,
  cost_center: 'CC-IT-EUS',
  name: 'End User Support',
  annual_minor: 1_000_000,
  spent_minor: 700_000,
  committed_minor: 129_200,
  currency: 'USD',
};

function approveWith(within?: Budget) {
  return approve(laptopReplacement, { ...organization, enabled_partners: ['sap'] }, command, within);
}

describe('an approval', () => {
  it('has the request, its commitment and its job', () => {
    expect(approveWith()).toEqual({
      request: approvedLaptop,
      commitment: {
        orgId: laptopReplacement.org_id,
        year: 2024,
        costCenter: 'CC-IT-EUS',
        amount: 170_800,
        currency: 'USD',
        within: undefined,
      },
      job: { id: 'sync_8mWqR3nT5vXp', partners: ['sap'] },
    });
  });

  it('may use up a budget that it must fit, and not exceed it by a cent', () => {
    expect(approveWith(budget).commitment.within).toBe(budget);
    expect(() => approveWith({ ...budget, committed_minor: 129_201 })).toThrow(
      expect.objectContaining({ code: 'budget.exceeded' }),
    );
  });

  it('commits on condition that the budget still has the amount', () => {
    expect(saveCommitment(approveWith(budget).commitment)).toMatchObject({
      update: {
        ConditionExpression:
          'currency = :currency AND annual_minor = :annual AND spent_minor = :spent AND committed_minor <= :max',
        ExpressionAttributeValues: { ':amount': 170_800, ':annual': 1_000_000, ':spent': 700_000, ':max': 129_200 },
      },
    });
  });

  it('of a request without cost needs no budget that is left', () => {
    const gift = {
      ...laptopReplacement,
      items: laptopReplacement.items.map((item) => ({ ...item, unit_cost_minor: 0 })),
    };
    const overdrawn = { ...budget, spent_minor: 1_000_001 };
    expect(approve(gift, { ...organization, enabled_partners: ['sap'] }, command, overdrawn).commitment).toMatchObject({
      amount: 0,
      within: undefined,
    });
  });

  it('leaves a budget in another currency to the commitment, which finds none', () => {
    const { update, onConditionFailed } = saveCommitment(approveWith({ ...budget, currency: 'EUR' }).commitment) as {
      update: { ConditionExpression: string };
      onConditionFailed: () => Error;
    };
    expect(update.ConditionExpression).toBe('currency = :currency');
    expect(onConditionFailed()).toMatchObject({ code: 'budget.missing' });
  });
});
