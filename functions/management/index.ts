import { urlRules } from '../../core/partners/addresses.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { authenticateJwt, type JwtCaller } from '../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../core/runtime/http/handler.ts';
import { problemResponse } from '../../core/runtime/http/problem.ts';
import type { Route } from '../../core/runtime/http/route.ts';
import { createSendMessage } from '../../core/runtime/webhooks/send-message.ts';
import { createSubscriptionSecrets } from '../../core/runtime/webhooks/subscription-secrets.ts';
import { openTable } from '../../core/store/table.ts';
import type { ManagementRouteKey } from './route-keys.ts';
import { createSubscription } from './routes/create-subscription.ts';
import { deleteSubscription } from './routes/delete-subscription.ts';
import { getHealth } from './routes/get-health.ts';
import { getIntegrationHealth } from './routes/get-integration-health.ts';
import { getSubscription } from './routes/get-subscription.ts';
import { linkSyncRecord } from './routes/link-sync-record.ts';
import { listDeliveries } from './routes/list-deliveries.ts';
import { listSubscriptions } from './routes/list-subscriptions.ts';
import { listSyncRecords } from './routes/list-sync-records.ts';
import { redeliver } from './routes/redeliver.ts';
import { resumeIntegration } from './routes/resume-integration.ts';
import { retrySyncRecord } from './routes/retry-sync-record.ts';
import { retrySyncs } from './routes/retry-syncs.ts';
import { rotateSubscriptionSecret } from './routes/rotate-subscription-secret.ts';
import { testSubscription } from './routes/test-subscription.ts';
import { updateSubscription } from './routes/update-subscription.ts';

/** The management part of the northbound API: administrators set up and look after an organization (ADR 14). */

const env = readEnv(ENV.tableName, ENV.secretPrefix, ENV.partnerProtocols);
const table = openTable(env.TABLE_NAME);
const secrets = createSubscriptionSecrets(env.SECRET_PREFIX);
const urls = urlRules(env.PARTNER_PROTOCOLS.split(' '));
const webhooks = { table, secrets, urls, send: createSendMessage({ secrets, urls, clock: Date.now }) };

const routes: { readonly [Key in ManagementRouteKey]: Route<JwtCaller, Key> } = {
  'GET /v1/integrations/{partner}/health': getIntegrationHealth(table),
  'POST /v1/integrations/{partner}/resume': resumeIntegration(table),
  'GET /v1/health': getHealth(table),
  'GET /v1/sync/records': listSyncRecords(table),
  'POST /v1/sync/records/{id}/retry': retrySyncRecord(table),
  'POST /v1/sync/records/{id}/link': linkSyncRecord(table),
  'POST /v1/sync/retry': retrySyncs(table),
  'GET /v1/subscriptions': listSubscriptions(table),
  'POST /v1/subscriptions': createSubscription(webhooks),
  'GET /v1/subscriptions/{id}': getSubscription(table),
  'PATCH /v1/subscriptions/{id}': updateSubscription(webhooks),
  'DELETE /v1/subscriptions/{id}': deleteSubscription(webhooks),
  'POST /v1/subscriptions/{id}/rotate': rotateSubscriptionSecret(webhooks),
  'POST /v1/subscriptions/{id}/test': testSubscription(webhooks),
  'GET /v1/subscriptions/{id}/deliveries': listDeliveries(table),
  'POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver': redeliver(table),
};

export const handler = createHttpHandler(routes, {
  table,
  authenticate: authenticateJwt,
  problem: problemResponse,
  encode: encodeJson,
});
