import { describe, expect, it } from '@jest/globals';
import type { Budget } from '../../../../core/domain/budget.ts';
import { type ChangeOrder, ChangeOrderSchema, changeOrder } from '../../../../core/domain/change-order.ts';
import type { Organization } from '../../../../core/domain/organization.ts';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { openMinor, type PurchaseOrder, transitionOrder } from '../../../../core/domain/purchase-order.ts';
import { approvedLaptop, laptopOrder } from '../../support/requests.ts';

const NOW = 1708736700;
const APPROVER = 'usr_3kPmN8rT2wXq';
const organization: Organization = {
  org_id: laptopOrder.org_id,
  name: 'Example',
  default_approver_id: APPROVER,
  allow_self_approval: false,
  budget_policy: 'warn',
  fiscal_year_start_month: 1,
  receive_on_shipment: false,
  routes: [],
  version: 1,
};
const budget: Budget = {
  org_id: laptopOrder.org_id,
  fiscal_year: 2024,
  cost_center: 'CC-IT-EUS',
  name: 'End User Support',
  annual_minor: 1_000_000,
  spent_minor: 0,
  committed_minor: 857_100,
  hub_spent_minor: 0,
  currency: 'USD',
};
const TWO_LAPTOPS = { lines: [{ id: '1', quantity: 2 }] };

function changed(
  input: ChangeOrder,
  {
    order = laptopOrder,
    by = APPROVER,
    within,
  }: { readonly order?: PurchaseOrder; readonly by?: string; readonly within?: Budget } = {},
) {
  return changeOrder(order, approvedLaptop, organization, { input, by, now: NOW }, within);
}

describe('a change of an order', () => {
  it('is rejected before the comments of many make the request larger than the table takes', () => {
    const comment = '采'.repeat(1000);
    const change = (request: ProcurementRequest) =>
      changeOrder(laptopOrder, request, organization, { input: { ...TWO_LAPTOPS, comment }, by: APPROVER, now: NOW })
        .request ?? request;
    let request = approvedLaptop;
    const changes = (): void => {
      for (;;) request = change(request);
    };
    expect(changes).toThrow('has been edited too often');
    // The largest items, title and description take 260 KB of DynamoDB's 400.
    expect(Buffer.byteLength(JSON.stringify(request.approval_history))).toBeLessThan(130_000);
  });

  it('has the order, its request with an entry in the history, and the movement of the budget', () => {
    const { order, request, movement } = changed({ ...TWO_LAPTOPS, comment: 'One for the trainee' });
    expect(order).toEqual(transitionOrder(laptopOrder, { kind: 'change', changes: TWO_LAPTOPS }, NOW));
    expect(request).toEqual({
      ...approvedLaptop,
      approval_history: [
        ...approvedLaptop.approval_history,
        { action: 'order_changed', by: APPROVER, at: NOW, comment: 'One for the trainee' },
      ],
      updated_at: NOW,
      version: approvedLaptop.version + 1,
    });
    expect(movement).toEqual({
      orgId: 'org_5jHtK4pR8uWn',
      year: 2024,
      costCenter: 'CC-IT-EUS',
      committed: 142_900,
      spent: 0,
      currency: 'USD',
      within: undefined,
    });
  });

  it.each<[string, ChangeOrder, number | undefined]>([
    ['a lower price', { lines: [{ id: '1', unit_cost: 1400.5 }] }, -2850],
    ['a deleted line', { lines: [{ id: '2', deleted: true }] }, -27_900],
    [
      'more of one line and less of another',
      {
        lines: [
          { id: '1', quantity: 3 },
          { id: '2', deleted: true },
        ],
      },
      257_900,
    ],
    ['another date only', { expected_delivery: '2026-04-01' }, undefined],
    ['what it has already', { lines: [{ id: '1', quantity: 1, unit_cost: 1429 }] }, undefined],
  ])('moves the budget by what %s costs', (_, input, amount) => {
    const { order, movement } = changed(input);
    expect(movement?.committed).toBe(amount);
    expect(openMinor(order) - openMinor(laptopOrder)).toBe(amount ?? 0);
  });

  it('may use up a budget that it must fit, and not exceed it by a cent', () => {
    expect(changed(TWO_LAPTOPS, { within: budget }).movement?.within).toBe(budget);
    const within = { ...budget, committed_minor: 857_101 };
    expect(() => changed(TWO_LAPTOPS, { within })).toThrow(expect.objectContaining({ code: 'budget.exceeded' }));
  });

  it('that costs less needs no budget that is left', () => {
    const within = { ...budget, spent_minor: 2_000_000 };
    const { movement } = changed({ lines: [{ id: '2', deleted: true }] }, { within });
    expect(movement).toMatchObject({ committed: -27_900, within: undefined });
  });

  it('leaves a budget in another currency to the movement, which finds none', () => {
    const within = { ...budget, currency: 'EUR', committed_minor: 1_000_000 };
    expect(changed(TWO_LAPTOPS, { within }).movement).toMatchObject({ committed: 142_900, within: undefined });
  });

  it('of an order without request changes none', () => {
    const order = { ...laptopOrder, request_id: null };
    const input = { input: TWO_LAPTOPS, by: approvedLaptop.requester_id, now: NOW };
    expect(changeOrder(order, undefined, organization, input).request).toBeUndefined();
  });

  it('is not decided by the requester unless the organization permits it', () => {
    const by = approvedLaptop.requester_id;
    expect(() => changed(TWO_LAPTOPS, { by })).toThrow(expect.objectContaining({ code: 'request.self_approval' }));
    const lenient = { ...organization, allow_self_approval: true };
    expect(changeOrder(laptopOrder, approvedLaptop, lenient, { input: TWO_LAPTOPS, by, now: NOW }).order.revision).toBe(
      2,
    );
  });

  it('is not decided by someone who edited the request', () => {
    const edit = { action: 'edited', by: 'usr_editor', at: NOW, comment: null, fields: ['title'] } as const;
    const edited = {
      ...approvedLaptop,
      approval_history: [...approvedLaptop.approval_history, { ...edit, fields: [...edit.fields] }],
    };
    const act = (by: string) => () =>
      changeOrder(laptopOrder, edited, organization, { input: TWO_LAPTOPS, by, now: NOW });
    expect(act('usr_editor')).toThrow(expect.objectContaining({ code: 'request.self_approval' }));
    expect(act(APPROVER)).not.toThrow();
  });

  it.each([
    ['USD', 10.005, false],
    ['USD', 10.01, true],
    ['JPY', 10.5, false],
    ['JPY', 10, true],
    ['KWD', 10.005, true],
  ])('in %s accepts a price of %d: %j', (currency, unit_cost, accepted) => {
    const act = () =>
      changed(
        {
          lines: [
            { id: '2', quantity: 1 },
            { id: '1', unit_cost },
          ],
        },
        { order: { ...laptopOrder, currency } },
      );
    if (accepted) expect(act).not.toThrow();
    else {
      expect(act).toThrow(
        expect.objectContaining({
          code: 'validation.failed',
          fields: [
            { path: 'lines.1.unit_cost', message: expect.stringMatching(/^must have at most [02] decimals in /) },
          ],
        }),
      );
    }
  });

  it('may not make the order cost more than a request may', () => {
    const dear = { lines: [{ id: '1', quantity: 999_999, unit_cost: 99_999_999_999.99 }] };
    expect(() => changed(dear)).toThrow(
      expect.objectContaining({
        code: 'validation.failed',
        fields: [{ path: 'lines', message: 'must cost at most 99999999999.99 in total' }],
      }),
    );
    const most = { lines: [{ id: '1', unit_cost: 99_999_999_720.99 }] };
    expect(openMinor(changed(most).order)).toBe(9_999_999_999_999);
  });
});

describe('the input of a change of an order', () => {
  it.each<ChangeOrder>([
    TWO_LAPTOPS,
    {
      lines: [
        { id: '1', quantity: 2, unit_cost: 0 },
        { id: '2', deleted: true },
      ],
      comment: null,
    },
    { expected_delivery: null },
    { expected_delivery: '2026-03-10T09:00:00+01:00', comment: 'Later' },
  ])('is accepted as %j', (input) => {
    expect(ChangeOrderSchema.parse(input)).toEqual(input);
  });

  it.each([
    ['nothing to change', {}, ''],
    ['a comment only', { comment: 'Please' }, ''],
    ['no lines', { lines: [] }, 'lines'],
    ['a line that changes nothing', { lines: [{ id: '1' }] }, 'lines.0'],
    [
      'a line twice',
      {
        lines: [
          { id: '1', quantity: 2 },
          { id: '1', unit_cost: 2 },
        ],
      },
      'lines',
    ],
    ['a line without id', { lines: [{ quantity: 2 }] }, 'lines.0.id'],
    ['no quantity', { lines: [{ id: '1', quantity: 0 }] }, 'lines.0.quantity'],
    ['a part of a piece', { lines: [{ id: '1', quantity: 1.5 }] }, 'lines.0.quantity'],
    ['a negative price', { lines: [{ id: '1', unit_cost: -1 }] }, 'lines.0.unit_cost'],
    ['a deletion that is none', { lines: [{ id: '1', deleted: false }] }, 'lines.0.deleted'],
    ['an unknown field', { lines: [{ id: '1', sku: 'X' }] }, 'lines.0'],
    ['a day that is none', { expected_delivery: '2026-02-30' }, 'expected_delivery'],
  ])('is rejected with %s', (_, input, path) => {
    const { error } = ChangeOrderSchema.safeParse(input);
    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
