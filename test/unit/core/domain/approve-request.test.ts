import { describe, expect, it } from '@jest/globals';
import { approve, viewApproval } from '../../../../core/domain/approve-request.ts';
import type { Budget, BudgetMovement } from '../../../../core/domain/budget.ts';
import type { Organization } from '../../../../core/domain/organization.ts';
import { saveMovement } from '../../../../core/store/budgets.ts';
import { approvedLaptop, laptopOrder, laptopReplacement } from '../../support/requests.ts';

const organization = {
  org_id: laptopReplacement.org_id,
  name: 'Example',
  default_approver_id: 'usr_3kPmN8rT2wXq',
  allow_self_approval: false,
  budget_policy: 'block',
  fiscal_year_start_month: 1,
  receive_on_shipment: false,
  routes: [],
  version: 1,
} satisfies Organization;
const command = {
  by: 'usr_3kPmN8rT2wXq',
  comment: 'Approved — within quarterly hardware budget.',
  now: 1708733100,
  destinations: ['sap'],
  isAcknowledged: false,
  purchaseOrderId: 'po_2kNpL7mS9wYrQ4',
};
const budget: Budget = {
  org_id: laptopReplacement.org_id,
  fiscal_year: 2024,
  cost_center: 'CC-IT-EUS',
  name: 'End User Support',
  annual_minor: 1_000_000,
  spent_minor: 700_000,
  committed_minor: 129_200,
  hub_spent_minor: 0,
  currency: 'USD',
};

function approveWith(within?: Budget) {
  return approve(laptopReplacement, organization, command, within);
}

function commitmentWith(within: Budget): BudgetMovement {
  const { commitment } = approveWith(within);
  if (!commitment) throw new Error('the approval commits nothing');
  return commitment;
}

describe('an approval', () => {
  it('has the request, its commitment and its order', () => {
    expect(approveWith()).toEqual({
      request: approvedLaptop,
      commitment: {
        orgId: laptopReplacement.org_id,
        year: 2024,
        costCenter: 'CC-IT-EUS',
        committed: 170_800,
        spent: 0,
        currency: 'USD',
        within: undefined,
      },
      costs: expect.objectContaining({ committed_minor: 170_800, spent_minor: 0, budget_year: 2024 }),
      // Its vendor's id is looked up then.
      order: { ...laptopOrder, vendor_id: null },
    });
  });

  it('may use up a budget that it must fit, and not exceed it by a cent', () => {
    expect(commitmentWith(budget).within).toBe(budget);
    expect(() => approveWith({ ...budget, committed_minor: 129_201 })).toThrow(
      expect.objectContaining({ code: 'budget.exceeded' }),
    );
  });

  it('commits on condition that the budget still has the amount', () => {
    expect(saveMovement(commitmentWith(budget))).toMatchObject({
      update: {
        ConditionExpression:
          'currency = :currency AND annual_minor = :annual AND spent_minor = :already AND committed_minor <= :max',
        ExpressionAttributeValues: {
          ':committed': 170_800,
          ':spent': 0,
          ':annual': 1_000_000,
          ':already': 700_000,
          ':max': 129_200,
        },
      },
    });
  });

  it('of a request that no ERP fulfils has no order', () => {
    const { request, order } = approve(laptopReplacement, organization, { ...command, destinations: [] });
    expect(order).toBeUndefined();
    expect(request).toMatchObject({ status: 'approved', budget_year: 2024, purchase_order_id: null });
  });

  it('of a manual request has an order where its supplier confirms that', () => {
    const manual = { ...laptopReplacement, erp_source: 'manual' as const };
    const approval = approve(manual, organization, { ...command, destinations: [], isAcknowledged: true });
    expect(approval.request).toMatchObject({ status: 'approved', purchase_order_id: 'po_2kNpL7mS9wYrQ4' });
    expect(approval.order).toMatchObject({ status: 'pending_submission', erp_po_number: null, destinations: [] });
  });

  it('of a request without cost needs no budget', () => {
    const gift = {
      ...laptopReplacement,
      items: laptopReplacement.items.map((item) => ({ ...item, unit_cost_minor: 0 })),
    };
    const overdrawn = { ...budget, spent_minor: 1_000_001 };
    expect(approve(gift, organization, command, overdrawn).commitment).toBeUndefined();
  });

  it('leaves a budget in another currency to the commitment, which finds none', () => {
    const { update, onConditionFailed } = saveMovement(commitmentWith({ ...budget, currency: 'EUR' })) as {
      update: { ConditionExpression: string };
      onConditionFailed: () => Error;
    };
    expect(update.ConditionExpression).toBe('currency = :currency');
    expect(onConditionFailed()).toMatchObject({ code: 'budget.missing' });
  });

  it.each([
    ['with its sync job', 'sync_8mWqR3nT5vXp', 'queued'],
    ['without one', undefined, 'not_required'],
  ])('is shown %s', (_, syncJobId, erp_sync_status) => {
    expect(viewApproval(approveWith(), command, syncJobId)).toEqual({
      id: 'proc_9xKpQ2mR4wVbN3',
      status: 'approved',
      approved_by: 'usr_3kPmN8rT2wXq',
      approved_at: 1708733100,
      comment: 'Approved — within quarterly hardware budget.',
      erp_sync_status,
      erp_sync_job_id: syncJobId ?? null,
    });
  });
});
