import {
  type CostCenter,
  CostCenterSchema,
  type Organization,
  OrganizationSchema,
  type Person,
  PersonSchema,
} from '../domain/organization.ts';
import { ENTITY } from './names.ts';
import { existing, organizationKey, saveCostCenter, savePerson } from './organizations.ts';
import { queryAll, type Table } from './table.ts';
import type { replaceItem, Write } from './write.ts';

/** An organization with its cost centers and people, and the partners that it has integrations with. */
export interface OrganizationParts {
  readonly organization: Organization;
  readonly costCenters: readonly CostCenter[];
  readonly people: readonly Person[];
  readonly partners: readonly string[];
}

/** As an operator may find it: parts of an organization that is not set up yet. */
export interface FoundParts extends Omit<OrganizationParts, 'organization'> {
  readonly organization: Organization | undefined;
}

/** All of it, in one strongly consistent query. Throws `organization.unknown` when it is not set up. */
export async function loadOrganizationParts(table: Table, orgId: string): Promise<OrganizationParts> {
  const parts = await findOrganizationParts(table, orgId);
  return { ...parts, organization: existing(parts.organization, orgId) };
}

/** As `loadOrganizationParts`, also before the organization is set up. */
export async function findOrganizationParts(table: Table, orgId: string): Promise<FoundParts> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': organizationKey(orgId).pk },
    ConsistentRead: true,
  });
  const of = (name: string) => items.filter(({ entity }) => entity === name);
  const [organization] = of(ENTITY.organization);
  return {
    organization: organization && OrganizationSchema.parse(organization),
    costCenters: of(ENTITY.costCenter).map((item) => CostCenterSchema.parse(item)),
    people: of(ENTITY.person).map((item) => PersonSchema.parse(item)),
    partners: of(ENTITY.integration).map(({ partner }) => String(partner)),
  };
}

type Entries = Pick<OrganizationParts, 'costCenters' | 'people'>;

/** The writes that turn one list of cost centers and people into the other: none for an entry that stays as it is. */
export function changeEntries(before: Entries, after: Entries): Write[] {
  return [
    ...changes(before.costCenters.map(saveCostCenter), after.costCenters.map(saveCostCenter)),
    ...changes(before.people.map(savePerson), after.people.map(savePerson)),
  ];
}

type Put = ReturnType<typeof replaceItem>;

function changes(before: readonly Put[], after: readonly Put[]): Write[] {
  const textOf = ({ put: { Item } }: Put) => JSON.stringify(Object.entries(Item ?? {}).sort());
  const keyOf = ({ put: { Item } }: Put) => ({ pk: Item?.pk, sk: Item?.sk });
  const existing = new Set(before.map(textOf));
  const kept = new Set(after.map((write) => keyOf(write).sk));
  return [
    ...before.filter((write) => !kept.has(keyOf(write).sk)).map((write) => ({ delete: { Key: keyOf(write) } })),
    ...after.filter((write) => !existing.has(textOf(write))),
  ];
}
