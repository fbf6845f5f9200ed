import { describe, expect, it } from '@jest/globals';
import {
  changed,
  disabling,
  ENABLING,
  endedBy,
  isProbed,
  newSubscription,
  type Subscription,
  viewSubscription,
  wantsEvent,
} from '../../../../core/webhooks/subscription.ts';
import { PUBLIC_EVENT_TYPES } from '../../../../events/names.ts';

const NOW = 1_708_733_100_000;
const DAY = 86_400_000;
const subscription = newSubscription(
  {
    org_id: 'org_1',
    id: 'sub_1',
    url: 'https://example.com/events',
    event_types: ['procurement.request.rejected'],
    description: null,
    secret_version: 'v1',
  },
  NOW,
);
const failed: Subscription = { ...subscription, failures: 3, failing_since: NOW, last_failure: 'Down.' };

describe('a subscription', () => {
  it('wants the events that it names, or all, and none of its own', () => {
    const about = { subject: { id: 'proc_1' } };
    const rejected = { ...about, event_type: 'procurement.request.rejected' } as const;
    const created = { ...about, event_type: 'procurement.request.created' } as const;
    expect([rejected, created].map((event) => wantsEvent(subscription, event))).toEqual([true, false]);
    const all = { ...subscription, event_types: ['*'] };
    expect(PUBLIC_EVENT_TYPES.every((event_type) => wantsEvent(all, { ...about, event_type }))).toBe(true);
    const own = { event_type: 'procurement.subscription.disabled', subject: { id: 'sub_1' } } as const;
    expect(wantsEvent(all, own)).toBe(false);
    expect(wantsEvent({ ...all, id: 'sub_2' }, own)).toBe(true);
    expect(wantsEvent(changed(all, disabling({ code: 'person', message: '' }, NOW), NOW), rejected)).toBe(false);
  });

  it('is ended by 410 at once, and by any failure after five days without a success', () => {
    const refused = { status: 500, error: 'The receiver answered 500.' };
    expect(endedBy(subscription, { status: 410, error: '' }, NOW)).toMatchObject({ code: 'gone' });
    expect(endedBy(subscription, refused, NOW)).toBeUndefined();
    expect(endedBy(failed, refused, NOW + 5 * DAY - 1)).toBeUndefined();
    const reason = endedBy(failed, refused, NOW + 5 * DAY);
    expect(reason).toEqual({ code: 'failing', message: expect.stringContaining('answered 500') });
  });

  it('shows why it is disabled, and forgets it when it is enabled', () => {
    const disabled = changed(failed, disabling({ code: 'failing', message: 'Down for days.' }, NOW + DAY), NOW + DAY);
    expect(viewSubscription(disabled)).toMatchObject({
      enabled: false,
      disabled_reason: 'Down for days.',
      disabled_at: (NOW + DAY) / 1000,
      failing_since: NOW / 1000,
    });
    expect(viewSubscription(changed(disabled, ENABLING, NOW + DAY))).toMatchObject({
      enabled: true,
      disabled_reason: null,
      failing_since: null,
      last_error: null,
    });
    expect(viewSubscription(disabled)).not.toHaveProperty('secret_version');
  });

  it('is probed by one attempt at a time after ten failures in a row', () => {
    expect([9, 10].map((failures) => isProbed({ ...failed, failures }))).toEqual([false, true]);
  });
});
