import type { CredentialsView } from '../../core/runtime/partner-secrets.ts';
import type { StoredIntegration } from '../../core/store/integrations.ts';
import { isPartner, PARTNERS } from '../../core/sync/partners.ts';

/** An integration as administrators see it (procurement-api 92): all but the values of its credentials. */
export function viewIntegration(integration: StoredIntegration, credentials: CredentialsView) {
  const { partner, enabled, settings, routing, updated_at, updated_by } = integration;
  return {
    partner,
    display_name: isPartner(partner) ? PARTNERS[partner].displayName : partner,
    enabled,
    settings,
    credentials,
    routing,
    updated_at,
    updated_by,
  };
}
