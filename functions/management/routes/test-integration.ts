import * as z from 'zod/mini';
import type { UrlRules } from '../../../core/partners/addresses.ts';
import { checkIntegration } from '../../../core/partners/check-integration.ts';
import { openSecret } from '../../../core/partners/given-hosts.ts';
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
      const settings = body.settings ?? stored?.settings;
      const tried = {
        enabled: body.settings ? undefined : stored?.enabled,
        settings,
        credentials: body.credentials ?? (await storedCredentials(secrets, { orgId, partner, settings })),
      };
      const context = createCallContext(nowMs + TIME_MS, Date.now);
      const checks = await checkIntegration(partner, tried, { urls, clock: Date.now }, context);
      return { status: 200, body: { partner, ok: checks.every(({ ok }) => ok), checks } };
    },
  });
}

/** The credentials as they are stored; undefined without any, and when they were given for other hosts. */
async function storedCredentials(
  secrets: PartnerSecrets,
  { orgId, partner, settings }: { readonly orgId: string; readonly partner: Partner; readonly settings: unknown },
): Promise<unknown> {
  const text = await secrets.read(orgId, partner);
  if (text === undefined) return undefined;
  const { credentials, isForHosts } = openSecret(text, settings);
  return isForHosts ? (credentials ?? null) : undefined;
}
