import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { urlRules } from '../../core/partners/addresses.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { authenticateJwt } from '../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../core/runtime/http/handler.ts';
import { problemResponse } from '../../core/runtime/http/problem.ts';
import { createPartnerSecrets } from '../../core/runtime/partner-secrets.ts';
import { createSendMessage } from '../../core/runtime/webhooks/send-message.ts';
import { createSubscriptionSecrets } from '../../core/runtime/webhooks/subscription-secrets.ts';
import { openTable } from '../../core/store/table.ts';
import { managementRoutes } from './routes.ts';

/** The management part of the northbound API: administrators set up and look after an organization (ADR 14). */

const env = readEnv(ENV.tableName, ENV.secretPrefix, ENV.partnerProtocols);
const table = openTable(env.TABLE_NAME);
const secretsManager = new SecretsManagerClient({});
const secrets = createPartnerSecrets(secretsManager, env.SECRET_PREFIX);
const signing = createSubscriptionSecrets(env.SECRET_PREFIX, secretsManager);
const urls = urlRules(env.PARTNER_PROTOCOLS.split(' '));
const webhooks = {
  table,
  secrets: signing,
  urls,
  send: createSendMessage({ secrets: signing, urls, clock: Date.now }),
};

export const handler = createHttpHandler(managementRoutes({ table, secrets, urls, webhooks }), {
  table,
  authenticate: authenticateJwt,
  problem: problemResponse,
  encode: encodeJson,
});
