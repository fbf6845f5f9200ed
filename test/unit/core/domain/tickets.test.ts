import { describe, expect, it } from '@jest/globals';
import type { Person } from '../../../../core/domain/organization.ts';
import { transition } from '../../../../core/domain/procurement-request.ts';
import { transitionOrder } from '../../../../core/domain/purchase-order.ts';
import { CreateRequestSchema } from '../../../../core/domain/request-input.ts';
import { chargeOf, newTicket, TicketInputSchema } from '../../../../core/domain/ticket.ts';
import { type TimelineEntry, timelineOf } from '../../../../core/domain/ticket-timeline.ts';
import { validate } from '../../../../core/domain/validation.ts';
import { approvedLaptop, laptopOrder } from '../../support/requests.ts';

const NOW = 1708736700;
const item = { name: 'Laptop', sku: 'L', quantity: 1, unit_cost: 1, currency: 'USD' };

function input(fields: object) {
  return CreateRequestSchema.parse({ type: 'hardware', title: 'Laptop', items: [item], ticket_id: 'tkt_1', ...fields });
}
function ticketOf(fields: object) {
  return newTicket(TicketInputSchema.parse(fields), { id: 'tkt_1', orgId: 'org_1', now: NOW });
}
const person: Person = { org_id: 'org_1', user_id: 'usr_1', cost_center: 'CC-P', budget_code: 'BUD-P' };
const ticket = ticketOf({ cost_center: 'CC-T', budget_code: 'BUD-T', project: 'P-T' });

describe('what a request for a ticket is charged to', () => {
  it.each([
    ['the ticket', {}, ticket, { cost_center: 'CC-T', budget_code: 'BUD-T', project: 'P-T' }],
    [
      'the request first',
      { cost_center: 'CC-R', project: 'P-R' },
      ticket,
      { cost_center: 'CC-R', budget_code: 'BUD-T', project: 'P-R' },
    ],
    [
      'nothing where the request says so',
      { budget_code: null, project: null },
      ticket,
      { cost_center: 'CC-T', budget_code: null, project: null },
    ],
    ['the person', {}, undefined, { cost_center: 'CC-P', budget_code: 'BUD-P', project: null }],
    [
      'the person beside the ticket',
      {},
      ticketOf({ project: 'P-T' }),
      { cost_center: 'CC-P', budget_code: 'BUD-P', project: 'P-T' },
    ],
    [
      'no budget of the person for another cost center',
      {},
      ticketOf({ cost_center: 'CC-T' }),
      { cost_center: 'CC-T', budget_code: null, project: null },
    ],
  ])('comes from %s', (_, fields, from, expected) => {
    expect(chargeOf(input(fields), from, person)).toEqual(expected);
  });

  it('is missing where nobody says it, in words that say where it could come from', () => {
    for (const from of [undefined, ticketOf({ project: 'P' })]) {
      expect(() => chargeOf(input({}), from, undefined)).toThrow(
        "cost_center is missing, and neither ticket tkt_1 nor its requester's entry in the organization has one: send it, or PUT it on the ticket.",
      );
    }
  });

  it('is required of a request without ticket', () => {
    const { ticket_id, ...rest } = input({});
    for (const body of [rest, { ...rest, ticket_id: null }]) {
      expect(validate(CreateRequestSchema, body)).toEqual({ fields: [{ path: 'cost_center', message: 'is missing' }] });
    }
  });
});

describe('a ticket', () => {
  it('has null for what is not told, and no more than a hundred assets', () => {
    expect(ticketOf({ assets: ['ast_1'] })).toEqual({
      id: 'tkt_1',
      org_id: 'org_1',
      requester_id: null,
      cost_center: null,
      budget_code: null,
      project: null,
      assets: ['ast_1'],
      updated_at: NOW,
    });
    const assets = Array.from({ length: 101 }, () => 'a');
    expect(validate(TicketInputSchema, { assets, owner: 'x' })).toEqual({
      fields: [
        { path: 'assets', message: 'must have at most 100 entries' },
        { path: 'owner', message: 'is not a known field' },
      ],
    });
  });
});

describe('the timeline of a ticket', () => {
  const created: TimelineEntry = {
    ticket_id: 'tkt_1',
    action: 'procurement_requested',
    procurement_id: approvedLaptop.id,
    by: approvedLaptop.requester_id,
    at: approvedLaptop.created_at,
  };
  const timeline = (request = approvedLaptop, order = laptopOrder, entries = [created]) =>
    timelineOf(entries, new Map([[request.id, request]]), new Map([[order.id, order]])).map(
      ({ action, by, at }) => [action, by, at] as const,
    );
  const numbered = transitionOrder(laptopOrder, { kind: 'number', poNumber: 'PO-1' }, NOW);
  const arrive = (id: string, quantity: number, at: number, order = numbered) => {
    const lines = order.lines.map((line) =>
      line.id === id ? { ...line, received_quantity: line.received_quantity + quantity } : line,
    );
    const arrival = { by: 'sap', lines: [{ id, quantity }], final: false, comment: null };
    return transitionOrder(order, { kind: 'told', lines, arrival }, at);
  };

  it('has what happened to the request and its order, oldest first', () => {
    const back = arrive('1', -1, NOW + 2, arrive('1', 1, NOW + 1));
    const received = arrive('1', 1, NOW + 4, arrive('2', 1, NOW + 3, back));
    const change = {
      kind: 'change_order',
      by: 'usr_2',
      comment: null,
      selfApprovalAllowed: true,
      poNumber: null,
    } as const;
    expect(timeline(transition(approvedLaptop, change, NOW - 1), received)).toEqual([
      ['procurement_requested', 'usr_7nLsW8kF9xYt', 1708732800],
      ['submitted', 'usr_7nLsW8kF9xYt', 1708732800],
      ['approved', 'usr_3kPmN8rT2wXq', 1708733100],
      ['order_changed', 'usr_2', NOW - 1],
      ['ordered', 'sap_s4hana', NOW],
      ['partially_received', 'sap', NOW + 1],
      ['order_changed', 'sap', NOW + 2],
      ['partially_received', 'sap', NOW + 3],
      ['received', 'sap', NOW + 4],
    ]);
  });

  it('has who ordered a manual request once', () => {
    const command = {
      kind: 'order_manually',
      poNumber: '1',
      purchaseOrderId: laptopOrder.id,
      by: 'usr_2',
      comment: null,
    } as const;
    const ordered = transition({ ...approvedLaptop, erp_source: 'manual', purchase_order_id: null }, command, NOW);
    expect(timeline(ordered, numbered).filter(([action]) => action === 'ordered')).toEqual([['ordered', 'usr_2', NOW]]);
  });

  it('has what is known of a request without order, and of one that is gone', () => {
    const draft = { ...approvedLaptop, purchase_order_id: null, approval_history: [] };
    expect(timeline(draft)).toHaveLength(1);
    expect(timeline(approvedLaptop, laptopOrder, [{ ...created, procurement_id: 'proc_gone' }])).toHaveLength(1);
  });

  it('mixes the requests of a ticket by time', () => {
    const other = { ...approvedLaptop, id: 'proc_2', purchase_order_id: null };
    const entries = [created, { ...created, procurement_id: other.id, at: NOW + 9 }];
    const data = timelineOf(entries, new Map([approvedLaptop, other].map((one) => [one.id, one])), new Map());
    expect(data.map(({ at }) => at)).toEqual(data.map(({ at }) => at).sort((a, b) => a - b));
    expect(data).toHaveLength(6);
  });
});
