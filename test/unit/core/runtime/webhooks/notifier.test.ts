import { beforeEach, describe, expect, it } from '@jest/globals';
import { createSweep } from '../../../../../core/runtime/sweep.ts';
import { createNotifier } from '../../../../../core/runtime/webhooks/notifier.ts';
import { changeToEvents } from '../../../../../core/store/change-to-events.ts';
import { loadDelivery, queryDeliveries, saveDelivery } from '../../../../../core/store/deliveries.ts';
import {
  deleteSubscription,
  loadSubscription,
  saveNewSubscription,
  saveSubscription,
} from '../../../../../core/store/subscriptions.ts';
import { commit } from '../../../../../core/store/write.ts';
import type { AttemptResult, Delivery } from '../../../../../core/webhooks/delivery.ts';
import { redeliveryRequested } from '../../../../../core/webhooks/delivery.ts';
import { changed, disabling, newSubscription, type Subscription } from '../../../../../core/webhooks/subscription.ts';
import { type HubEvent, HubEventSchema } from '../../../../../events/event.ts';
import { EVENT_EXAMPLES } from '../../../../../events/examples.ts';
import { hubTable } from '../../../support/hub-table.ts';

const hub = hubTable();
const rejected = HubEventSchema.parse(EVENT_EXAMPLES['procurement.request.rejected'].good);
const { org_id } = rejected;
const NOW = 1_708_733_100_000;
const DAY = 86_400_000;
const OK: AttemptResult = { status: 200, error: null };
const DOWN: AttemptResult = { status: 503, error: 'The receiver answered 503.' };

let now = NOW;
let reply: (subscription: Subscription) => AttemptResult | Promise<AttemptResult>;
let sent: { readonly to: string; readonly id: string; readonly payload: string }[];
let notify: (event: HubEvent) => Promise<object>;
beforeEach(() => {
  [now, reply, sent] = [NOW, () => OK, []];
  notify = environment();
});

/** The consumer as another execution environment has it, which remembers nothing. */
function environment() {
  return createNotifier({
    table: hub.table,
    send: async (subscription, { id, payload }) => {
      sent.push({ to: subscription.id, id, payload });
      return reply(subscription);
    },
    clock: () => now,
    random: () => 0.5,
  });
}

async function subscribe(id: string, changes: Partial<Subscription> = {}): Promise<Subscription> {
  const input = { org_id, id, url: 'https://example.com', event_types: ['*'], description: null, secret_version: 'v' };
  const subscription = { ...newSubscription(input, NOW), ...changes };
  await commit(hub.table, saveNewSubscription(subscription));
  return subscription;
}

async function deliveriesOf(subscriptionId: string, state?: string): Promise<Delivery[]> {
  const query = { state, limit: 100, after: undefined };
  return (await queryDeliveries(hub.table, { orgId: org_id, subscriptionId }, query)).deliveries;
}
async function onlyDelivery(subscriptionId = 'sub_1'): Promise<Delivery> {
  const [delivery, ...others] = await deliveriesOf(subscriptionId);
  if (!delivery || others.length > 0) throw new Error(`${others.length + 1} deliveries`);
  return delivery;
}
function became(delivery: Delivery): HubEvent {
  const [event] = changeToEvents(
    { ...delivery, entity: 'delivery' },
    { ...delivery, entity: 'delivery', notifications: delivery.notifications + 1 },
  );
  if (!event) throw new Error('no event');
  return event;
}

describe('an event', () => {
  it('is delivered to each subscription that wants it', async () => {
    await subscribe('sub_1');
    await subscribe('sub_2', { event_types: ['procurement.request.rejected'] });
    await subscribe('sub_3', { event_types: ['procurement.order.created'] });
    expect(await notify(rejected)).toEqual({ kind: 'done' });
    expect(sent.map(({ to }) => to).sort()).toEqual(['sub_1', 'sub_2']);
    expect(await onlyDelivery()).toMatchObject({ state: 'delivered', attempts: 1, last_status: 200 });
    expect(await deliveriesOf('sub_3')).toEqual([]);
  });

  it('is not delivered again by a repeated message, and reaches a subscription that is a moment old', async () => {
    await subscribe('sub_1');
    await notify(rejected);
    await notify(rejected);
    expect(sent).toHaveLength(1);
    await subscribe('sub_2');
    await notify(rejected);
    expect(sent.map(({ to }) => to)).toEqual(['sub_1', 'sub_2']);
  });

  it('is on record before its receiver is called, so that a crash then loses nothing', async () => {
    await subscribe('sub_1');
    reply = async () => {
      expect(await onlyDelivery()).toMatchObject({ state: 'pending', attempts: 1 });
      throw new Error('The process was killed.');
    };
    await expect(notify(rejected)).rejects.toThrow('killed');
    reply = () => OK;
    // The message comes again while the lease lasts, and then after it.
    expect(await environment()(rejected)).toEqual({ kind: 'retry', afterMs: 20_000 });
    now += 20_000;
    await environment()(rejected);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(await onlyDelivery()).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('reaches the others when one receiver hangs or the hub fails on it', async () => {
    await subscribe('sub_1');
    await subscribe('sub_2');
    let hung = (_: AttemptResult): void => {};
    reply = ({ id }) =>
      id === 'sub_1'
        ? new Promise((resolve) => {
            hung = resolve;
          })
        : OK;
    const notified = notify(rejected);
    while ((await deliveriesOf('sub_2', 'delivered')).length === 0) await new Promise(setImmediate);
    expect((await onlyDelivery('sub_1')).state).toBe('pending');
    hung(DOWN);
    expect(await notified).toEqual({ kind: 'retry', afterMs: 5000 });
  });
});

describe('a receiver that fails', () => {
  it('gets the message again by its own message soon, and by the sweep later, with the same id and body', async () => {
    await subscribe('sub_1');
    reply = () => DOWN;
    const waits: unknown[] = [];
    for (let attempt = 1; attempt <= 5; attempt++) {
      waits.push(await environment()(rejected));
      now = (await onlyDelivery()).next_attempt_at;
    }
    const retries = [5000, 30_000, 300_000].map((afterMs) => ({ kind: 'retry', afterMs }));
    expect(waits).toEqual([...retries, { kind: 'done' }, { kind: 'done' }]);
    expect(await onlyDelivery()).toMatchObject({ state: 'pending', attempts: 5, last_error: DOWN.error });
    expect(new Set(sent.map((message) => JSON.stringify(message))).size).toBe(1);

    const due = await onlyDelivery();
    now = (due.due_at ?? 0) + 1;
    expect(await createSweep(hub.table, () => now)(now + 1000)).toMatchObject({ notified: 1 });
    expect(await onlyDelivery()).toMatchObject({ notifications: 1 });
    reply = () => OK;
    await notify(became(due));
    expect(await onlyDelivery()).toMatchObject({ state: 'delivered', attempts: 6, due_at: null });
    expect(await createSweep(hub.table, () => now + DAY)(now + 2 * DAY)).toMatchObject({ notified: 0 });
  });

  it('is seen in its subscription until it accepts a message', async () => {
    await subscribe('sub_1');
    reply = () => DOWN;
    await notify(rejected);
    expect(await loadSubscription(hub.table, org_id, 'sub_1')).toMatchObject({
      failures: 1,
      failing_since: NOW,
      last_failure: DOWN.error,
      version: 1,
    });
    now += 5000;
    reply = () => OK;
    await notify(rejected);
    expect(await loadSubscription(hub.table, org_id, 'sub_1')).toMatchObject({ failures: 0, failing_since: 0 });
  });

  it('is disabled after five days without a success, which needs attention and is an event', async () => {
    const seen = await subscribe('sub_1', { failures: 40, failing_since: NOW - 5 * DAY, last_failure: 'Down.' });
    await subscribe('sub_2');
    reply = ({ id }) => (id === 'sub_1' ? DOWN : OK);
    expect(await notify(rejected)).toEqual({ kind: 'needs_attention', code: 'subscription.failing' });
    const disabled = await loadSubscription(hub.table, org_id, 'sub_1');
    expect(disabled).toMatchObject({ state: 'disabled', disabled_for: { code: 'failing' } });
    const events = changeToEvents({ ...seen, entity: 'subscription' }, { ...disabled, entity: 'subscription' });
    expect(events).toMatchObject([{ event_type: 'procurement.subscription.disabled', data: { reason: 'failing' } }]);
    expect(events.map((event) => HubEventSchema.parse(event))).toEqual(events);
    sent = [];
    for (const event of events) await notify(event);
    expect(sent.map(({ to }) => to)).toEqual(['sub_2']);
  });

  it('is disabled at once by 410, and its deliveries end', async () => {
    await subscribe('sub_1');
    reply = () => ({ status: 410, error: 'The receiver answered 410.' });
    expect(await notify(rejected)).toEqual({ kind: 'needs_attention', code: 'subscription.gone' });
    now += 6000;
    await notify(became(await onlyDelivery()));
    expect(sent).toHaveLength(1);
    expect(await onlyDelivery()).toMatchObject({ state: 'failed', last_error: 'The subscription is disabled.' });
  });

  it('is probed by one delivery at a time when it has failed ten times, while the others wait', async () => {
    await subscribe('sub_1', { failures: 10, failing_since: NOW - 1000 });
    let release = (_: AttemptResult): void => {};
    reply = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const probe = notify(rejected);
    while (sent.length === 0) await new Promise(setImmediate);
    const other = { ...rejected, event_id: 'procurement_request:proc_2:3:procurement.request.rejected' };
    expect(await environment()(other)).toEqual({ kind: 'retry', afterMs: 300_000 });
    expect(sent).toHaveLength(1);
    release(OK);
    await probe;
    expect(await loadSubscription(hub.table, org_id, 'sub_1')).toMatchObject({ failures: 0, probe_until: 0 });
    now += 300_000;
    reply = () => OK;
    await environment()(other);
    expect((await deliveriesOf('sub_1', 'delivered')).length).toBe(2);
  });

  it('gets what has waited, by its own messages, once it is back after ten failures', async () => {
    await subscribe('sub_1', { failures: 10, failing_since: NOW - 1000 });
    reply = () => DOWN;
    const others = [1, 2, 3].map((n) => ({ ...rejected, event_id: `procurement_request:proc_${n}:3:x` }));
    for (const event of [rejected, ...others]) await environment()(event);
    expect(sent).toHaveLength(1);
    reply = () => OK;
    for (let round = 0; round < 6; round++) {
      now += 331_000;
      for (const event of [...others, rejected]) await environment()(event);
    }
    expect(await deliveriesOf('sub_1', 'delivered')).toHaveLength(4);
  });
});

describe('a delivery', () => {
  it('is brought on by one message, however often the sweep has notified of it', async () => {
    await subscribe('sub_1');
    reply = () => DOWN;
    await notify(rejected);
    now += 90_000;
    const due = became(await onlyDelivery());
    const outcomes = [await notify(due), await notify(due), await environment()(due)];
    expect(outcomes).toEqual([{ kind: 'retry', afterMs: 30_000 }, { kind: 'done' }, { kind: 'done' }]);
    expect(sent).toHaveLength(2);
  });

  it('is repeated when a person asks for it', async () => {
    await subscribe('sub_1');
    await notify(rejected);
    const seen = await onlyDelivery();
    const next = redeliveryRequested(seen, now);
    await commit(hub.table, [saveDelivery(seen, next)]);
    await notify(became(seen));
    expect(sent).toHaveLength(2);
    expect(await loadDelivery(hub.table, org_id, 'sub_1', seen.id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('ends with its subscription', async () => {
    const subscription = await subscribe('sub_1');
    reply = () => DOWN;
    await notify(rejected);
    await commit(hub.table, deleteSubscription(subscription));
    now += DAY;
    await notify(became(await onlyDelivery()));
    expect(await onlyDelivery()).toMatchObject({ state: 'failed', last_error: 'The subscription is deleted.' });
    expect(sent).toHaveLength(1);
  });

  it('is not begun for a subscription that a person has disabled', async () => {
    const seen = await subscribe('sub_1');
    const next = changed(seen, disabling({ code: 'person', message: 'Off.' }, NOW), NOW);
    await commit(hub.table, [saveSubscription(seen, next)]);
    await notify(rejected);
    expect(await deliveriesOf('sub_1')).toEqual([]);
  });
});
