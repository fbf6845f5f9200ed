import * as z from 'zod/mini';
import { type Organization, RoutingSchema } from '../domain/organization.ts';
import { ENTITY } from './names.ts';
import { organizationKey, saveNextOrganization } from './organizations.ts';
import { getItem, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/** Integrations: one item per organization and partner, in the organization's partition. Credentials are secrets elsewhere. */

function integrationKey(orgId: string, partner: string) {
  return { pk: organizationKey(orgId).pk, sk: `INTEGRATION#${partner}` };
}

const IntegrationSchema = z.object({
  partner: z.string(),
  enabled: z.boolean(),
  /** As a person gave them: the partner's schema reads them. */
  settings: z.unknown(),
  routing: z._default(RoutingSchema, RoutingSchema.parse({})),
  updated_at: z._default(z.nullable(z.int()), null),
  updated_by: z._default(z.nullable(z.string()), null),
});
export type StoredIntegration = z.infer<typeof IntegrationSchema>;

/**
 * An integration, strongly consistent; undefined when it is not configured. Settings that a person has just corrected would
 * pause it again.
 */
export async function findIntegration(
  table: Table,
  orgId: string,
  partner: string,
): Promise<StoredIntegration | undefined> {
  const item = await getItem(table, integrationKey(orgId, partner));
  return item && IntegrationSchema.parse(item);
}

/** The stored settings of an integration, not yet parsed; undefined when it is not enabled. */
export async function loadIntegrationSettings(table: Table, orgId: string, partner: string): Promise<unknown> {
  const integration = await findIntegration(table, orgId, partner);
  return integration?.enabled ? integration.settings : undefined;
}

export function saveIntegration(orgId: string, integration: StoredIntegration): Write {
  const key = integrationKey(orgId, integration.partner);
  return replaceItem({ ...key, entity: ENTITY.integration, org_id: orgId, ...integration });
}

export function deleteIntegration(orgId: string, partner: string): Write {
  return { delete: { Key: integrationKey(orgId, partner) } };
}

/** Saves the organization's routes, on condition that it has not changed since it was read. */
export function saveRoutes(organization: Organization, routes: Organization['routes']): Write {
  return saveNextOrganization({ ...organization, routes, version: organization.version + 1 });
}
