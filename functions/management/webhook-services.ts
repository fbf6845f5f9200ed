import type { UrlRules } from '../../core/partners/addresses.ts';
import type { SendMessage } from '../../core/runtime/webhooks/send-message.ts';
import type { SubscriptionSecrets } from '../../core/runtime/webhooks/subscription-secrets.ts';
import type { Table } from '../../core/store/table.ts';

/** What the routes of subscriptions use. */
export interface WebhookServices {
  readonly table: Table;
  readonly secrets: SubscriptionSecrets;
  readonly send: SendMessage;
  readonly urls: UrlRules;
}
