import { HubError, invalidFields } from '../domain/errors.ts';
import {
  type CostCenter,
  CostCenterSchema,
  type Organization,
  OrganizationSchema,
  type Person,
  PersonSchema,
} from '../domain/organization.ts';
import { ENTITY } from './names.ts';
import { findRecent } from './recent-items.ts';
import { findItem, type Table } from './table.ts';
import { saveNextVersion } from './update.ts';
import { replaceItem, type Write } from './write.ts';

/**
 * An organization's configuration: one partition with the organization, its cost centers and people, and the integrations
 * of `integrations.ts`.
 */

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

/** Throws `organization.unknown` when there is none. */
export function existing(organization: Organization | undefined, orgId: string): Organization {
  if (organization) return organization;
  throw new HubError('organization.unknown', `Organization ${orgId} is not set up in this hub.`);
}

function organizationFromItem(item: unknown, orgId: string): Organization {
  return existing(item === undefined ? undefined : OrganizationSchema.parse(item), orgId);
}

export function saveOrganization(organization: Organization) {
  return replaceItem({ ...organizationKey(organization.org_id), entity: ENTITY.organization, ...organization });
}

/** Saves the organization's next version, on condition that the stored one is the version before. */
export function saveNextOrganization(next: Organization): Write {
  return saveNextVersion(organizationKey(next.org_id), { id: next.org_id, seen: next.version - 1 }, next);
}

export function saveCostCenter(costCenter: CostCenter) {
  return replaceItem({
    ...costCenterKey(costCenter.org_id, costCenter.code),
    entity: ENTITY.costCenter,
    ...costCenter,
  });
}

export function savePerson(person: Person) {
  return replaceItem({ ...personKey(person.org_id, person.user_id), entity: ENTITY.person, ...person });
}
