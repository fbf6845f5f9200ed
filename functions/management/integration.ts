import { HubError, invalidFields } from '../../core/domain/errors.ts';
import { namesAnotherHost } from '../../core/partners/setup-faults.ts';
import { findIntegration, type StoredIntegration } from '../../core/store/integrations.ts';
import type { Table } from '../../core/store/table.ts';
import { isPartner, PARTNERS, type Partner } from '../../core/sync/partners.ts';

/** The partner in a path. Throws `integration.not_found`. */
export function partnerOf(name: string): Partner {
  if (isPartner(name)) return name;
  throw new HubError('integration.not_found', `There is no integration ${name}.`);
}

/** The organization's integration. Throws `integration.not_configured`. */
export async function loadIntegration(table: Table, orgId: string, partner: Partner): Promise<StoredIntegration> {
  const integration = await findIntegration(table, orgId, partner);
  if (integration) return integration;
  const message = `${PARTNERS[partner].displayName} is not configured: PUT /v1/integrations/${partner} configures it.`;
  throw new HubError('integration.not_configured', message);
}

/**
 * Throws `validation.failed` for settings that name another host than the stored ones: stored credentials are for the hosts
 * that they were given for.
 */
export function requireSameHosts(settings: unknown, stored: StoredIntegration | undefined): void {
  if (!namesAnotherHost(settings, stored?.settings)) return;
  const message = 'must be given again, because the settings name a host that they were not given for';
  throw invalidFields([{ path: 'credentials', message }]);
}
