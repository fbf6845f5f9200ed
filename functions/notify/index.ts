import { urlRules } from '../../core/partners/addresses.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createEventConsumer } from '../../core/runtime/event-consumer.ts';
import { createNotifier } from '../../core/runtime/webhooks/notifier.ts';
import { createSendMessage } from '../../core/runtime/webhooks/send-message.ts';
import { createSubscriptionSecrets } from '../../core/runtime/webhooks/subscription-secrets.ts';
import { openTable } from '../../core/store/table.ts';

const env = readEnv(ENV.tableName, ENV.queueUrl, ENV.secretPrefix, ENV.partnerProtocols);

/** Delivers events to the endpoints that organizations subscribe with. */
export const handler = createEventConsumer({
  queueUrl: env.QUEUE_URL,
  handle: createNotifier({
    table: openTable(env.TABLE_NAME),
    send: createSendMessage({
      secrets: createSubscriptionSecrets(env.SECRET_PREFIX),
      urls: urlRules(env.PARTNER_PROTOCOLS.split(' ')),
      clock: Date.now,
    }),
    clock: Date.now,
    random: Math.random,
  }),
});
