import { describe, expect, it } from '@jest/globals';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { type OrderCommand, type PurchaseOrder, transitionOrder } from '../../../../core/domain/purchase-order.ts';
import { readInvoice } from '../../../../core/domain/spendint/invoice.ts';
import { readOrderack } from '../../../../core/domain/spendint/orderack.ts';
import { readShipment } from '../../../../core/domain/spendint/shipment.ts';
import { changeToEvents } from '../../../../core/store/change-to-events.ts';
import { ENTITY, RELAYED_IMAGES, RESUMED_NOTICE } from '../../../../core/store/names.ts';
import { type IntegrationState, NEW_INTEGRATION_STATE, paused } from '../../../../core/sync/integration-state.ts';
import {
  attemptFailed,
  attemptPostponed,
  beginAttempt,
  NO_DOUBT,
  stepTaken,
} from '../../../../core/sync/sync-attempts.ts';
import type { SyncRecord } from '../../../../core/sync/sync-record.ts';
import { linkRequested, notified, retryRequested, revised } from '../../../../core/sync/sync-requests.ts';
import { HubEventSchema } from '../../../../events/event.ts';
import { approvedLaptop, laptopOrder, laptopReplacement, laptopSync } from '../../support/requests.ts';
import { invoice, orderack, shipment } from '../../support/supplier-documents.ts';

type Item = Record<string, unknown>;

/** The events of a change, each in the catalog's shape. A change that has events must reach the relay. */
function eventsOf(before: Item | undefined, after: Item) {
  const events = changeToEvents(before, after);
  const isRelayed = RELAYED_IMAGES.some((image) =>
    Object.entries(image).every(([name, values]) => values.includes(String(after[name]))),
  );
  if (events.length > 0) expect(isRelayed).toBe(true);
  return events.map((event) => HubEventSchema.parse(event));
}
function typesOf(before: Item | undefined, after: Item, prefix: string): string[] {
  return eventsOf(before, after).map(({ event_type }) => event_type.replace(prefix, ''));
}

describe('the events of a change of a request', () => {
  const item = (request: ProcurementRequest) => ({ entity: ENTITY.procurementRequest, pk: 'p', sk: 's', ...request });
  const draft: ProcurementRequest = { ...laptopReplacement, status: 'draft' };
  const cancelledBy = (action: 'rejected' | 'cancelled'): ProcurementRequest => ({
    ...approvedLaptop,
    status: 'cancelled',
    approval_history: [...approvedLaptop.approval_history, { action, by: 'usr_1', at: 1, comment: null }],
    version: 3,
  });
  const ordered = { ...approvedLaptop, status: 'ordered' as const, erp_po_number: 'PO-45', version: 3 };

  it.each<[string, ProcurementRequest | undefined, ProcurementRequest, string[]]>([
    ['a new draft', undefined, draft, ['created']],
    ['a new request for approval', undefined, laptopReplacement, ['created', 'submitted']],
    ['an edit', draft, { ...draft, title: 'Laptop', version: 2 }, ['updated']],
    ['a submission', draft, { ...laptopReplacement, version: 2 }, ['submitted']],
    ['an approval', laptopReplacement, approvedLaptop, ['approved']],
    ['a rejection', laptopReplacement, cancelledBy('rejected'), ['rejected']],
    ['a cancellation', approvedLaptop, cancelledBy('cancelled'), ['cancelled']],
    ['an order', approvedLaptop, ordered, ['ordered']],
    ['a change of its order', ordered, { ...ordered, version: 4 }, []],
    ['its last goods', ordered, { ...ordered, status: 'received', version: 4 }, ['received']],
    ['goods that the ERP took back', { ...ordered, status: 'received' }, { ...ordered, version: 4 }, []],
    [
      'the number of a cancelled request',
      cancelledBy('cancelled'),
      { ...cancelledBy('cancelled'), erp_po_number: 'PO-45', version: 4 },
      [],
    ],
    ['nothing new', draft, draft, []],
  ])('are right for %s', (_, before, after, expected) => {
    expect(typesOf(before && item(before), item(after), 'procurement.request.')).toEqual(expected);
  });

  it('have the ids of the change, and no destination, as partners learn of the order', () => {
    expect(eventsOf(item(laptopReplacement), item(approvedLaptop))).toEqual([
      {
        event_id: 'procurement_request:proc_9xKpQ2mR4wVbN3:2:procurement.request.approved',
        event_type: 'procurement.request.approved',
        schema_version: 1,
        occurred_at: 1708733100,
        org_id: 'org_5jHtK4pR8uWn',
        subject: { entity: 'procurement_request', id: 'proc_9xKpQ2mR4wVbN3', version: 2 },
        destinations: [],
        data: { cost_center: 'CC-IT-EUS', total_minor: 170_800, currency: 'USD' },
      },
    ]);
  });

  it('are the same for the same change', () => {
    const once = changeToEvents(item(laptopReplacement), item(approvedLaptop));
    expect(changeToEvents(item(laptopReplacement), item(approvedLaptop))).toEqual(once);
  });
});

describe('the events of a change of an order', () => {
  const item = (order: PurchaseOrder) => ({ entity: ENTITY.purchaseOrder, pk: 'p', sk: 's', ...order });
  const next = (command: OrderCommand, order = laptopOrder) => transitionOrder(order, command, 1708736700);
  const change: OrderCommand = { kind: 'change', changes: { lines: [{ id: '1', quantity: 2 }] } };
  const numbered = next({ kind: 'number', poNumber: 'PO-4500012847' });
  const lines = [{ id: '1', quantity: 1 }];
  const goods = next({ kind: 'receive', by: 'usr_1', lines, final: false, comment: null }, numbered);

  it.each<[string, PurchaseOrder | undefined, PurchaseOrder, string[]]>([
    ['a new order', undefined, laptopOrder, ['created']],
    ['a change', laptopOrder, next(change), ['changed']],
    ['a cancellation', numbered, next({ kind: 'cancel' }, numbered), ['cancelled']],
    ['its number', laptopOrder, numbered, ['numbered']],
    ['another number, of a linked order', numbered, next({ kind: 'number', poNumber: 'PO-7' }, numbered), ['numbered']],
    ['goods', numbered, goods, ['received']],
    ['the cancellation of what is still to come', goods, next({ kind: 'cancel' }, goods), ['changed']],
    ['a cancellation by the ERP', numbered, { ...numbered, status: 'cancelled', version: 3 }, ['cancelled']],
    ['an order that a buyer placed', undefined, { ...numbered, version: 1 }, ['created', 'numbered']],
    ['nothing new', numbered, { ...numbered, version: 3 }, []],
  ])('are right for %s', (_, before, order, expected) => {
    expect(typesOf(before && item(before), item(order), 'procurement.order.')).toEqual(expected);
  });

  it('name the partners that the order is synced with', () => {
    expect(eventsOf(item(laptopOrder), item(next(change)))).toEqual([
      {
        event_id: 'purchase_order:po_2kNpL7mS9wYrQ4:2:procurement.order.changed',
        event_type: 'procurement.order.changed',
        schema_version: 1,
        occurred_at: 1708736700,
        org_id: 'org_5jHtK4pR8uWn',
        subject: { entity: 'purchase_order', id: 'po_2kNpL7mS9wYrQ4', version: 2 },
        destinations: ['sap'],
        data: { request_id: 'proc_9xKpQ2mR4wVbN3', revision: 2 },
      },
    ]);
  });

  it('tell what arrives to nobody in particular, with the status that the order has then', () => {
    expect(eventsOf(item(numbered), item(goods))).toMatchObject([
      { destinations: [], data: { request_id: 'proc_9xKpQ2mR4wVbN3', status: 'partially_received' } },
    ]);
  });

  it('do not send a number back to the partner that it came from', () => {
    expect(eventsOf(item(laptopOrder), item(numbered))).toMatchObject([
      { destinations: [], data: { request_id: 'proc_9xKpQ2mR4wVbN3', erp_po_number: 'PO-4500012847' } },
    ]);
  });
});

describe('the events of what a supplier posts about an order', () => {
  const posted = {
    ...{ org_id: laptopOrder.org_id, order_id: laptopOrder.id, request_id: laptopOrder.request_id, version: 4 },
    ...{ pk: 'p', sk: 's', supplier_id: 'SUP-1001', import_id: 'imp_1', accepted_at: 1708736700 },
  };

  it.each([
    ['acknowledged', ENTITY.orderAcknowledgement, readOrderack(orderack('rejected')), { answer: 'rejected' }],
    ['shipped', ENTITY.shipment, readShipment(shipment({ 1: 1 })), { supplier_shipment_number: 'SHP-1Z' }],
    ['invoiced', ENTITY.invoice, readInvoice(invoice('I-1', { 1: [1, 1] })), { supplier_invoice_number: 'I-1' }],
  ] as const)('say that the order was %s, once', (type, entity, reading, data) => {
    const document = reading.head && { ...reading.head, lines: reading.entries.map(({ value }) => value) };
    const item = { ...posted, entity, document };
    expect(eventsOf(undefined, item)).toMatchObject([
      {
        event_id: `purchase_order:po_2kNpL7mS9wYrQ4:4:procurement.order.${type}`,
        occurred_at: 1708736700,
        subject: { entity: 'purchase_order', id: 'po_2kNpL7mS9wYrQ4', version: 4 },
        data: { request_id: 'proc_9xKpQ2mR4wVbN3', supplier_id: 'SUP-1001', ...data },
      },
    ]);
    expect(eventsOf(item, item)).toEqual([]);
  });

  it('say how the invoices match, each time that changes', () => {
    const item = (invoice_state: PurchaseOrder['invoice_state'], version: number) => {
      return { entity: ENTITY.purchaseOrder, ...laptopOrder, invoice_state, version };
    };
    const first = item('awaiting_delivery', 2);
    expect(eventsOf(item(null, 1), first)).toMatchObject([
      { event_type: 'procurement.order.matched', data: { invoice_state: 'awaiting_delivery' } },
    ]);
    expect(eventsOf(first, item('awaiting_delivery', 3))).toEqual([]);
    expect(eventsOf(first, item('requires_review', 3))).toMatchObject([{ data: { invoice_state: 'requires_review' } }]);
  });
});

describe('the events of a change of a sync record', () => {
  const NOW = 1_708_733_200_500;
  const item = (record: SyncRecord) => ({ entity: ENTITY.syncRecord, pk: 'p', sk: 's', ...record });
  const step = { intent: 'create', revision: 1 };
  const inFlight = beginAttempt(laptopSync, step, { owner: 'o', until: NOW, inDoubtUntil: NOW }, NOW);
  const synced = stepTaken(inFlight, { kind: 'done', document: { id: '4500012847' } }, NOW);
  const error = { code: 'sap.http_400', message: 'No supplier' } as const;
  const failed = attemptFailed(inFlight, { state: 'failed', error, revision: 1 }, NO_DOUBT, NOW);
  const unknown = attemptFailed(inFlight, { state: 'unknown', error, revision: 1 }, NO_DOUBT, NOW);
  const waiting = stepTaken(inFlight, { kind: 'poll', afterMs: 5_000 }, NOW);

  it.each<[string, SyncRecord | undefined, SyncRecord, string[]]>([
    ['a new record', undefined, laptopSync, []],
    ['an attempt that begins', laptopSync, inFlight, []],
    ['a step of several', inFlight, stepTaken(inFlight, { kind: 'step' }, NOW), []],
    ['a partner that works on it', inFlight, waiting, []],
    [
      'an attempt that is postponed',
      inFlight,
      attemptPostponed(inFlight, error, { ...NO_DOUBT, next_attempt_at: NOW }, NOW),
      [],
    ],
    ['success', inFlight, synced, ['settled']],
    ['failure', inFlight, failed, ['settled']],
    ['an unknown outcome', inFlight, unknown, ['settled']],
    ['success with a revision that came meanwhile', inFlight, { ...synced, wanted_revision: 2 }, []],
    ['a new revision', synced, revised(synced, 2, NOW), []],
    [
      'the success of that',
      revised(synced, 2, NOW),
      { ...synced, wanted_revision: 2, synced_revision: 2 },
      ['settled'],
    ],
    ['a retry by a person', failed, retryRequested(failed, NOW), ['became_due']],
    ['a link by a person', unknown, linkRequested(unknown, '4500012847', NOW), ['became_due']],
    ['a sweep of one that is pending', laptopSync, notified(laptopSync, NOW), ['became_due']],
    ['a sweep of one whose attempt was lost', inFlight, notified(inFlight, NOW), ['became_due']],
    ['a sweep of one that waits', waiting, notified(waiting, NOW), ['became_due']],
    [
      'a sweep of one with a new revision',
      revised(synced, 2, NOW),
      notified(revised(synced, 2, NOW), NOW),
      ['became_due'],
    ],
  ])('are right for %s', (_, before, after, expected) => {
    expect(typesOf(before && item(before), item(after), 'procurement.sync.')).toEqual(expected);
  });

  it('bring its order to its partner when it is due', () => {
    expect(eventsOf(item(failed), item(retryRequested(failed, NOW)))).toEqual([
      {
        event_id: `sync_record:sync_8mWqR3nT5vXp:${failed.version + 2}:procurement.sync.became_due`,
        event_type: 'procurement.sync.became_due',
        schema_version: 1,
        occurred_at: 1_708_733_200,
        org_id: 'org_5jHtK4pR8uWn',
        subject: { entity: 'sync_record', id: 'sync_8mWqR3nT5vXp', version: failed.version + 2 },
        destinations: ['sap'],
        data: { partner: 'sap', flow: 'order', subject_entity: 'purchase_order', subject_id: 'po_2kNpL7mS9wYrQ4' },
      },
    ]);
  });

  it('have another id for each notification', () => {
    const once = notified(laptopSync, NOW);
    const ids = [
      ...changeToEvents(item(laptopSync), item(once)),
      ...changeToEvents(item(once), item(notified(once, NOW))),
    ].map(({ event_id }) => event_id);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    [synced, 'synced', '4500012847'],
    [failed, 'failed', null],
    [unknown, 'unknown', null],
  ])('tell how it settled, to nobody in particular', (after, status, document_id) => {
    expect(eventsOf(item(inFlight), item(after))).toMatchObject([
      { destinations: [], data: { partner: 'sap', subject_id: 'po_2kNpL7mS9wYrQ4', status, document_id } },
    ]);
  });
});

describe('the events of a change', () => {
  it('are none for other entities', () => {
    expect(changeToEvents(undefined, { entity: 'budget' })).toEqual([]);
    expect(changeToEvents({ entity: 'budget' }, undefined)).toEqual([]);
    expect(changeToEvents(undefined, { entity: 'constructor' })).toEqual([]);
    expect(changeToEvents(undefined, {})).toEqual([]);
  });

  it('are none for a deletion', () => {
    expect(changeToEvents({ entity: ENTITY.purchaseOrder, ...laptopOrder }, undefined)).toEqual([]);
  });
});

describe('the events of a change of an integration’s state', () => {
  const item = (state: Partial<IntegrationState>, notice?: string) => ({
    entity: ENTITY.integrationState,
    org_id: laptopSync.org_id,
    partner: 'sap',
    ...NEW_INTEGRATION_STATE,
    ...state,
    ...(notice && { notice }),
  });
  const stopped = item(paused(NEW_INTEGRATION_STATE, { code: 'sap.unauthorized', message: 'no' }, 1));
  const started = item({ resumed_at: 1_708_733_100_000, version: 4 }, RESUMED_NOTICE);

  it('tell that it is resumed, once', () => {
    const [event, ...others] = eventsOf(stopped, started);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      event_id: `integration_state:${laptopSync.org_id}:sap:4:procurement.integration.resumed`,
      event_type: 'procurement.integration.resumed',
      occurred_at: 1_708_733_100,
      data: { partner: 'sap' },
    });
    expect(eventsOf(started, { ...started, version: 5, in_flight: { lease_1: 1 } })).toEqual([]);
  });

  it('are none for an attempt and for a pause', () => {
    expect(eventsOf(undefined, stopped)).toEqual([]);
    expect(eventsOf(started, stopped)).toEqual([]);
  });
});
