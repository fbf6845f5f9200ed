import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { HubError, invalidField } from '../domain/errors.ts';
import {
  type CostCenter,
  CostCenterSchema,
  type Organization,
  OrganizationSchema,
  type Vendor,
  VendorSchema,
} from '../domain/organization.ts';
import { queryAll, type Table, type Write } from './table.ts';

/** A tenant's own data: one partition with the organization, its cost centers, vendors and integrations. */

function partition(orgId: string): string {
  return `ORG#${orgId}`;
}
function organizationKey(orgId: string) {
  return { pk: partition(orgId), sk: 'ORGANIZATION' };
}
function costCenterKey(orgId: string, code: string) {
  return { pk: partition(orgId), sk: `COST_CENTER#${code}` };
}
function vendorKey(orgId: string, name: string) {
  return { pk: partition(orgId), sk: `VENDOR#${name}` };
}
function integrationKey(orgId: string, partner: string) {
  return { pk: partition(orgId), sk: `INTEGRATION#${partner}` };
}

/** The organization. Throws `organization.unknown` for a token of an organization that was never provisioned. */
export async function getOrganization(table: Table, orgId: string): Promise<Organization> {
  const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: organizationKey(orgId) }));
  if (!Item) throw unknownOrganization(orgId);
  return OrganizationSchema.parse(Item);
}

/** The organization and one of its cost centers. Throws a refusal that names `cost_center` when there is none. */
export async function getCostCenter(
  table: Table,
  orgId: string,
  code: string,
): Promise<{ organization: Organization; costCenter: CostCenter }> {
  const [organization, { Item }] = await Promise.all([
    getOrganization(table, orgId),
    table.client.send(new GetCommand({ TableName: table.name, Key: costCenterKey(orgId, code) })),
  ]);
  if (!Item) throw invalidField('cost_center', `${code} is not a cost center of this organization`);
  return { organization, costCenter: CostCenterSchema.parse(Item) };
}

function unknownOrganization(orgId: string): HubError {
  return new HubError('forbidden', 'organization.unknown', `Organization ${orgId} is not set up in this hub.`);
}

const IntegrationSchema = z.object({ enabled: z.boolean(), settings: z.unknown() });

/** The settings of an enabled integration, for the partner's own schema to read; undefined when it is not enabled. */
export async function getIntegrationSettings(table: Table, orgId: string, partner: string): Promise<unknown> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: integrationKey(orgId, partner) }),
  );
  const integration = Item && IntegrationSchema.parse(Item);
  return integration?.enabled ? integration.settings : undefined;
}

/** All vendors of an organization, by name. */
export async function listVendors(table: Table, orgId: string): Promise<Vendor[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': partition(orgId), ':prefix': 'VENDOR#' },
  });
  return items.map((item) => VendorSchema.parse(item));
}

export function putOrganization(organization: Organization): Write {
  return replace({ ...organizationKey(organization.org_id), entity: 'organization', ...organization });
}

export function putCostCenter(costCenter: CostCenter): Write {
  return replace({ ...costCenterKey(costCenter.org_id, costCenter.code), entity: 'cost_center', ...costCenter });
}

export function putVendor(orgId: string, vendor: Vendor): Write {
  return replace({ ...vendorKey(orgId, vendor.name), entity: 'vendor', org_id: orgId, ...vendor });
}

export function putIntegration(
  orgId: string,
  integration: { readonly partner: string; readonly enabled: boolean; readonly settings: unknown },
): Write {
  return replace({
    ...integrationKey(orgId, integration.partner),
    entity: 'integration',
    org_id: orgId,
    ...integration,
  });
}

/** Configuration has one writer, the operator's: the last document wins. */
function replace(item: Record<string, unknown>): Write {
  return {
    put: { Item: item },
    onConditionFailed: () => new Error('An unconditional write was refused.'),
  };
}
