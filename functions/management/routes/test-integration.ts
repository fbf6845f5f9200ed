import * as z from 'zod/mini';
import { parseJson } from '../../../core/domain/json.ts';
import type { UrlRules } from '../../../core/partners/addresses.ts';
import { checkIntegration } from '../../../core/partners/check-integration.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { PartnerSecrets } from '../../../core/runtime/partner-secrets.ts';
import { findIntegration } from '../../../core/store/integrations.ts';
import type { Table } from '../../../core/store/table.ts';
import { createCallContext } from '../../../core/sync/call-context.ts';
import type { Partner } from '../../../core/sync/partners.ts';
import { loadIntegration, partnerOf, requireSameHosts } from '../integration.ts';

const DocumentSchema = z.optional(z.record(z.string(), z.unknown()));

/** Less than the function's time, so that a partner that hangs is reported. */
const TIME_MS = 22_000;

/** Tries the stored settings and credentials, or those of the body, which are not stored (procurement-api 98). */
export function testIntegration(table: Table, secrets: PartnerSecrets, urls: UrlRules) {
  return defineRoute('POST /v1/integrations/{partner}/test', {
    roles: ['procurement_admin'],
    body: z.strictObject({ settings: DocumentSchema, credentials: DocumentSchema }),
    async handle({ body, params, caller: { orgId }, nowMs }) {
      const partner = partnerOf(params.partner);
      const stored = body.settings
        ? await findIntegration(table, orgId, partner)
        : await loadIntegration(table, orgId, partner);
      if (body.settings && !body.credentials) requireSameHosts(body.settings, stored);
      const tried = {
        enabled: body.settings ? undefined : stored?.enabled,
        settings: body.settings ?? stored?.settings,
        credentials: body.credentials ?? (await storedCredentials(secrets, orgId, partner)),
      };
      const context = createCallContext(nowMs + TIME_MS, Date.now);
      const checks = await checkIntegration(partner, tried, { urls, clock: Date.now }, context);
      return { status: 200, body: { partner, ok: checks.every(({ ok }) => ok), checks } };
    },
  });
}

async function storedCredentials(secrets: PartnerSecrets, orgId: string, partner: Partner): Promise<unknown> {
  const text = await secrets.read(orgId, partner);
  return text === undefined ? undefined : (parseJson(text) ?? null);
}
