import { requireSafeUrl } from '../../../core/partners/addresses.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSubscription, saveSubscription } from '../../../core/store/subscriptions.ts';
import {
  changed,
  disabling,
  ENABLING,
  NO_FAILURES,
  type Subscription,
  viewSubscription,
} from '../../../core/webhooks/subscription.ts';
import { SubscriptionChangeSchema } from '../subscription-input.ts';
import type { WebhookServices } from '../webhook-services.ts';

const BY_PERSON = { code: 'person', message: 'A person has disabled it.' } as const;

/** Changes a subscription; `enabled: true` also enables one that the hub has disabled (procurement-api 132). */
export function updateSubscription({ table, urls }: Pick<WebhookServices, 'table' | 'urls'>) {
  /** Another receiver has failed at nothing yet. */
  const movedTo = async (seen: Subscription, url: string | undefined) => {
    if (url === undefined) return {};
    await requireSafeUrl(url, urls);
    return url === seen.url ? {} : { url, ...NO_FAILURES };
  };

  return defineRoute('PATCH /v1/subscriptions/{id}', {
    roles: ['procurement_admin'],
    body: SubscriptionChangeSchema,
    async handle({ params: { id }, body, caller: { orgId }, ifMatch, nowMs }) {
      const seen = await loadSubscription(table, orgId, id);
      requireMatch(ifMatch, seen);
      const { event_types = seen.event_types, description = seen.description } = body;
      const moved = await movedTo(seen, body.url);
      const state = stateOf(seen, body.enabled, nowMs);
      const next = changed(seen, { event_types: [...new Set(event_types)], description, ...moved, ...state }, nowMs);
      return {
        status: 200,
        body: viewSubscription(next),
        version: next.version,
        writes: [saveSubscription(seen, next)],
      };
    },
  });
}

function stateOf({ state }: Subscription, enabled: boolean | undefined, nowMs: number) {
  if (enabled === undefined || enabled === (state === 'enabled')) return {};
  return enabled ? ENABLING : disabling(BY_PERSON, nowMs);
}
