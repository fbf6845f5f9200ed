import { describe, expect, it } from '@jest/globals';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { changeToEvents } from '../../../../core/store/change-to-events.ts';
import { retryRequested } from '../../../../core/sync/sync-requests.ts';
import { HubEventSchema } from '../../../../events/event.ts';
import { approvedLaptop, laptopReplacement, laptopSync } from '../../support/requests.ts';

function item(request: ProcurementRequest) {
  return { entity: 'procurement_request', pk: 'p', sk: 's', ...request };
}
const draft: ProcurementRequest = { ...laptopReplacement, status: 'draft' };
function types(before: ProcurementRequest | undefined, after: ProcurementRequest) {
  return changeToEvents(before && item(before), item(after)).map(({ event_type }) =>
    event_type.replace('procurement.request.', ''),
  );
}

describe('the events of a change', () => {
  it.each([
    ['a new draft', undefined, draft, ['created']],
    ['a new request for approval', undefined, laptopReplacement, ['created', 'submitted']],
    ['an edit', draft, { ...draft, title: 'Laptop', version: 2 }, ['updated']],
    ['a submission', draft, { ...laptopReplacement, version: 2 }, ['submitted']],
    ['an approval', laptopReplacement, approvedLaptop, ['approved']],
    [
      'a rejection',
      laptopReplacement,
      { ...laptopReplacement, status: 'cancelled' as const, version: 2 },
      ['rejected'],
    ],
    [
      'an order',
      approvedLaptop,
      { ...approvedLaptop, status: 'ordered' as const, erp_po_number: 'PO-45', version: 3 },
      ['ordered'],
    ],
    ['nothing new', draft, draft, []],
  ])('are right for %s', (_, before, after, expected) => {
    expect(types(before, after)).toEqual(expected);
  });

  it('name the partners that act on an approval, in the catalog’s shape', () => {
    const [event] = changeToEvents(item(laptopReplacement), item(approvedLaptop));
    expect(HubEventSchema.parse(event)).toEqual({
      event_id: 'procurement_request:proc_9xKpQ2mR4wVbN3:2:procurement.request.approved',
      event_type: 'procurement.request.approved',
      schema_version: 1,
      occurred_at: 1708733100,
      org_id: 'org_5jHtK4pR8uWn',
      subject: { entity: 'procurement_request', id: 'proc_9xKpQ2mR4wVbN3', version: 2 },
      destinations: ['sap'],
      data: { cost_center: 'CC-IT-EUS', total_minor: 170_800, currency: 'USD' },
    });
  });

  it('are the same for the same change', () => {
    const once = changeToEvents(item(laptopReplacement), item(approvedLaptop));
    expect(changeToEvents(item(laptopReplacement), item(approvedLaptop))).toEqual(once);
  });

  it('announce a sync record only when a person requests a retry', () => {
    const record = laptopSync;
    const stored = { entity: 'sync_record', ...record };
    expect(changeToEvents(undefined, stored)).toEqual([]);
    expect(changeToEvents(stored, { ...stored, attempts: 1, state: 'failed' })).toEqual([]);
    const [event] = changeToEvents(stored, { entity: 'sync_record', ...retryRequested(record, 2000) });
    expect(HubEventSchema.parse(event)).toMatchObject({
      destinations: ['sap'],
      data: { request_id: approvedLaptop.id },
    });
  });

  it('are none for other entities', () => {
    expect(changeToEvents(undefined, { entity: 'budget' })).toEqual([]);
    expect(changeToEvents({ entity: 'budget' }, undefined)).toEqual([]);
  });
});
