import * as z from 'zod/mini';
import { HubError, invalidFields } from '../domain/errors.ts';
import {
  type CostCenter,
  CostCenterSchema,
  type Organization,
  OrganizationSchema,
  type Person,
  PersonSchema,
} from '../domain/organization.ts';
import { enabledKeys } from './enabled-integrations.ts';
import { ENTITY } from './names.ts';
import { findRecent } from './recent-items.ts';
import { findItem, getItem, queryAll, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/** An organization's configuration: one partition with the organization, its cost centers, people and integrations. */

function partition(orgId: string): string {
  return `ORG#${orgId}`;
}
export function organizationKey(orgId: string) {
  return { pk: partition(orgId), sk: 'ORGANIZATION' };
}
function costCenterKey(orgId: string, code: string) {
  return { pk: partition(orgId), sk: `COST_CENTER#${code}` };
}
function personKey(orgId: string, userId: string) {
  return { pk: partition(orgId), sk: `PERSON#${userId}` };
}
function integrationKey(orgId: string, partner: string) {
  return { pk: partition(orgId), sk: `INTEGRATION#${partner}` };
}

/** The organization as it is: what it permits is about money. Throws `organization.unknown` when it is not provisioned. */
export async function loadOrganization(table: Table, orgId: string): Promise<Organization> {
  return organizationFromItem(await findItem(table, organizationKey(orgId)), orgId);
}

/** The organization, some seconds old at most; undefined when it is not provisioned. */
export async function findRecentOrganization(
  table: Table,
  orgId: string,
  nowMs: number,
): Promise<Organization | undefined> {
  const [item] = await findRecent(table, [organizationKey(orgId)], nowMs);
  return item && OrganizationSchema.parse(item);
}

/**
 * The organization and one of its cost centers, some seconds old at most. Throws `organization.unknown`, or
 * `validation.failed` on `cost_center` when there is none.
 */
export async function loadCostCenter(
  table: Table,
  orgId: string,
  code: string,
  nowMs: number,
): Promise<{ organization: Organization; costCenter: CostCenter }> {
  const keys = [organizationKey(orgId), costCenterKey(orgId, code)];
  const [found, item] = await findRecent(table, keys, nowMs);
  const organization = organizationFromItem(found, orgId);
  if (!item)
    throw invalidFields([
      { path: 'cost_center', message: `must be a cost center of this organization, and ${code} is not` },
    ]);
  return { organization, costCenter: CostCenterSchema.parse(item) };
}

/** A cost center, some milliseconds old; undefined without one. */
export async function findCostCenter(table: Table, orgId: string, code: string): Promise<CostCenter | undefined> {
  const item = await findItem(table, costCenterKey(orgId, code));
  return item && CostCenterSchema.parse(item);
}

/** A person's entry, some seconds old at most; undefined without one. */
export async function findPerson(
  table: Table,
  orgId: string,
  userId: string,
  nowMs: number,
): Promise<Person | undefined> {
  const [item] = await findRecent(table, [personKey(orgId, userId)], nowMs);
  return item && PersonSchema.parse(item);
}

function organizationFromItem(item: unknown, orgId: string): Organization {
  if (item === undefined) {
    throw new HubError('organization.unknown', `Organization ${orgId} is not set up in this hub.`);
  }
  return OrganizationSchema.parse(item);
}

const IntegrationSchema = z.object({ enabled: z.boolean(), settings: z.unknown() });

/**
 * The stored settings of an integration, not yet parsed; undefined when it is not enabled. Strongly consistent: settings
 * that a person has just corrected would pause the integration again.
 */
export async function loadIntegrationSettings(table: Table, orgId: string, partner: string): Promise<unknown> {
  return settingsFromItem(await getItem(table, integrationKey(orgId, partner)));
}

/** As `loadIntegrationSettings`, some seconds old at most. */
export async function findRecentSettings(
  table: Table,
  orgId: string,
  partner: string,
  nowMs: number,
): Promise<unknown> {
  const [item] = await findRecent(table, [integrationKey(orgId, partner)], nowMs);
  return settingsFromItem(item);
}

function settingsFromItem(item: unknown): unknown {
  const integration = item === undefined ? undefined : IntegrationSchema.parse(item);
  return integration?.enabled ? integration.settings : undefined;
}

export function saveOrganization(organization: Organization): Write {
  return replaceItem({ ...organizationKey(organization.org_id), entity: ENTITY.organization, ...organization });
}

export function saveCostCenter(costCenter: CostCenter): Write {
  return replaceItem({
    ...costCenterKey(costCenter.org_id, costCenter.code),
    entity: ENTITY.costCenter,
    ...costCenter,
  });
}

export function savePerson(person: Person): Write {
  return replaceItem({ ...personKey(person.org_id, person.user_id), entity: ENTITY.person, ...person });
}

export function saveIntegration(
  orgId: string,
  integration: { readonly partner: string; readonly enabled: boolean; readonly settings: unknown },
): Write {
  return replaceItem({
    ...integrationKey(orgId, integration.partner),
    entity: ENTITY.integration,
    org_id: orgId,
    ...enabledKeys(orgId, integration),
    ...integration,
  });
}

/** The parts of an organization that its document lists. */
export interface OrganizationParts {
  readonly costCenters: readonly string[];
  readonly partners: readonly string[];
}

/** Deletes the cost centers and integrations that the organization's document does not have any more. */
export async function deleteOtherParts(table: Table, orgId: string, parts: OrganizationParts): Promise<Write[]> {
  const kept = new Set([
    ...parts.costCenters.map((code) => costCenterKey(orgId, code).sk),
    ...parts.partners.map((partner) => integrationKey(orgId, partner).sk),
  ]);
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partition(orgId) },
    ConsistentRead: true,
  });
  const keys = items.map(({ sk }) => String(sk)).filter((sk) => /^(?:COST_CENTER|INTEGRATION)#/.test(sk));
  return keys.filter((sk) => !kept.has(sk)).map((sk) => ({ delete: { Key: { pk: partition(orgId), sk } } }));
}
