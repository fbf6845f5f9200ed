import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GRACE_MS, notifiedAgain } from '../../../../core/sync/notification.ts';
import {
  attemptBegun,
  attemptEnded,
  DELIVERY_ID,
  type Delivery,
  deliveryIdOf,
  newDelivery,
  notBefore,
  probeAwaited,
  redeliveryRequested,
  undeliverable,
  viewDelivery,
} from '../../../../core/webhooks/delivery.ts';

const NOW = 1_708_733_100_000;
const HOUR = 3_600_000;
const event = { event_id: 'procurement_request:proc_1:2:x', event_type: 'x', occurred_at: 1_708_733_100 };
const fresh = newDelivery({ org_id: 'org_1', id: 'sub_1' }, event, '{}', NOW);
const DOWN = { status: 503, error: 'The receiver answered 503.' };

/** Attempts that all fail, one as soon as the one before permits it, and when each began. */
function failing(first: Delivery, random: number): { readonly last: Delivery; readonly begunAt: number[] } {
  let [delivery, nowMs] = [first, NOW];
  const begunAt: number[] = [];
  while (delivery.state === 'pending') {
    nowMs = Math.max(nowMs, notBefore(delivery));
    begunAt.push(nowMs);
    delivery = attemptEnded(attemptBegun(delivery, nowMs), DOWN, random, nowMs);
  }
  return { last: delivery, begunAt };
}

describe('the id of a delivery', () => {
  it('is the same for the same event and subscription, and in the order of the events', () => {
    expect(deliveryIdOf('sub_1', event)).toBe(fresh.id);
    expect(fresh.id).toMatch(DELIVERY_ID);
    expect(deliveryIdOf('sub_2', event)).not.toBe(fresh.id);
    expect(deliveryIdOf('sub_1', { ...event, event_id: 'y' })).not.toBe(fresh.id);
    expect(deliveryIdOf('sub_0', { ...event, occurred_at: event.occurred_at + 1 }) > fresh.id).toBe(true);
  });
});

describe('a delivery', () => {
  it('is held while an attempt is under way, and due for the sweep should that be lost', () => {
    const begun = attemptBegun(fresh, NOW);
    expect(begun).toMatchObject({ state: 'pending', attempts: 1, lease_until: NOW + 20_000 });
    expect(begun.due_at).toBe(begun.lease_until + GRACE_MS);
    expect(viewDelivery(begun)).toMatchObject({ state: 'pending', next_attempt_at: null });
  });

  it('ends when the receiver accepts it', () => {
    const ended = attemptEnded(attemptBegun(fresh, NOW), { status: 204, error: null }, 0, NOW + 50);
    const accepted = { state: 'delivered', due_at: null, lease_until: 0, last_status: 204, last_error: null };
    expect(ended).toMatchObject(accepted);
  });

  it('is attempted nine times in a day', () => {
    const { last, begunAt } = failing(fresh, 0.5);
    const waits = begunAt.slice(1).map((at, index) => at - (begunAt[index] ?? 0));
    const minutes = (count: number) => count * 60_000;
    const expected = [5000, 30_000, minutes(5), minutes(30), 2 * HOUR, 5 * HOUR, 8 * HOUR, 10 * HOUR];
    expect(waits).toEqual(expected);
    expect(last).toMatchObject({ state: 'failed', attempts: 9, due_at: null, next_attempt_at: 0, last_status: 503 });
  });

  it('has all its attempts whatever the jitter, and waits no longer than planned and a tenth', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999_999, noNaN: true }), (random) => {
        const { last, begunAt } = failing(fresh, random);
        expect(last.attempts).toBe(9);
        const [first = 0, second = 0] = begunAt;
        expect(second - first).toBeGreaterThanOrEqual(4500);
        expect(second - first).toBeLessThanOrEqual(5500);
        expect((begunAt.at(-1) ?? 0) - NOW).toBeLessThan(30 * HOUR);
      }),
    );
  });

  it('is attempted once more, with all attempts, when a person asks for it', () => {
    const { last } = failing(fresh, 0);
    const again = redeliveryRequested(last, NOW + 50 * HOUR);
    expect(again).toMatchObject({ state: 'pending', attempts: 9, notifications: 1, next_attempt_at: 0 });
    expect(failing(again, 0).last).toMatchObject({ state: 'failed', attempts: 18 });
  });

  it('waits while another one probes its receiver, without an attempt, for a day at most', () => {
    const waiting = probeAwaited(fresh, 0.5, NOW);
    expect(waiting).toMatchObject({ state: 'pending', attempts: 0, next_attempt_at: NOW + 300_000 });
    expect(probeAwaited(waiting, 0.5, NOW + 30 * HOUR)).toMatchObject({ state: 'failed', due_at: null });
  });

  it('is notified of again after longer and longer times', () => {
    const first = notifiedAgain(fresh, NOW);
    expect(first).toMatchObject({ due_at: NOW + GRACE_MS, unanswered: 1, notifications: 1 });
    expect(notifiedAgain(first, NOW)).toMatchObject({ due_at: NOW + 2 * GRACE_MS, unanswered: 2, notifications: 2 });
    expect(attemptBegun(first, NOW).unanswered).toBe(0);
  });

  it('fails without an attempt when its subscription has ended', () => {
    const ended = undeliverable(fresh, 'The subscription is deleted.', NOW);
    expect(ended).toMatchObject({ state: 'failed', attempts: 0, due_at: null });
  });
});
