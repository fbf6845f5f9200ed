import { HubError } from '../../../core/domain/errors.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSubscription, saveSubscription } from '../../../core/store/subscriptions.ts';
import { newSecret, rotated } from '../../../core/webhooks/signing-keys.ts';
import { changed, viewSubscription } from '../../../core/webhooks/subscription.ts';
import { RotationSchema } from '../rotation-input.ts';
import type { WebhookServices } from '../webhook-services.ts';

/**
 * Gives a subscription a new secret, shown once; the former one signs beside it until the overlap ends (procurement-api 133).
 * What the call has written takes effect with the table's change: of two calls at once, one conflicts.
 */
export function rotateSubscriptionSecret({ table, secrets }: Pick<WebhookServices, 'table' | 'secrets'>) {
  return defineRoute('POST /v1/subscriptions/{id}/rotate', {
    roles: ['procurement_admin'],
    body: RotationSchema,
    async handle({ params: { id }, body: { overlap_seconds }, caller: { orgId }, nowMs }) {
      const seen = await loadSubscription(table, orgId, id);
      const keys = await secrets.read(seen, seen.secret_version);
      if (!keys) throw new HubError('conflict.version', `${id} is being deleted, and has no secret: delete it again.`);
      const secret = newSecret();
      const secret_version = await secrets.put(seen, rotated(keys, secret, overlap_seconds * 1000, nowMs));
      const next = changed(seen, { secret_version }, nowMs);
      const view = viewSubscription(next);
      return {
        status: 200,
        version: next.version,
        body: { ...view, secret },
        replayedBody: { ...view, secret: null },
        writes: [saveSubscription(seen, next)],
      };
    },
  });
}
