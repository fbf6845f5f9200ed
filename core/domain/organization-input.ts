import * as z from 'zod/mini';
import { type CostCenter, type Organization, OrganizationSchema, type Person } from './organization.ts';
import { codeText, nameText } from './request-input.ts';

/** What people say of an organization, in its API and in the operator's document. */

const CostCenterInputSchema = z.strictObject({
  code: codeText,
  name: nameText,
  approver_id: z.nullable(nameText),
});
const PersonInputSchema = z.strictObject({
  user_id: nameText,
  cost_center: z.nullable(codeText),
  budget_code: z.nullable(codeText),
});

export const ORGANIZATION_FIELDS = {
  name: nameText,
  default_approver_id: nameText,
  allow_self_approval: z.boolean(),
  budget_policy: OrganizationSchema.shape.budget_policy.def.innerType,
  fiscal_year_start_month: OrganizationSchema.shape.fiscal_year_start_month.def.innerType,
  receive_on_shipment: OrganizationSchema.shape.receive_on_shipment.def.innerType,
  cost_centers: z.array(CostCenterInputSchema),
  people: z.array(PersonInputSchema),
};

interface Entries {
  readonly cost_centers: readonly Pick<CostCenter, 'code'>[];
  readonly people: readonly Pick<Person, 'user_id' | 'cost_center'>[];
}

/** Each code and each user once, and people's cost centers among the cost centers. */
export function entriesAreConsistent<Document extends Entries>() {
  return z.superRefine<Document>(({ cost_centers, people }, { addIssue }) => {
    const codes = cost_centers.map(({ code }) => code);
    const known = new Set(codes);
    const fault = (path: (string | number)[], message: string) => addIssue({ code: 'custom', path, message });
    for (const index of repeated(codes)) fault(['cost_centers', index, 'code'], 'must be in the list once');
    for (const index of repeated(people.map(({ user_id }) => user_id))) {
      fault(['people', index, 'user_id'], 'must be in the list once');
    }
    people.forEach(({ cost_center }, index) => {
      if (cost_center === null || known.has(cost_center)) return;
      fault(['people', index, 'cost_center'], `must be one of cost_centers, and ${cost_center} is not`);
    });
  });
}

function repeated(values: readonly string[]): number[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => (seen.size === seen.add(value).size ? [index] : []));
}

/** The body of `PUT /v1/organization`: nothing is optional, because what is left out is deleted. */
export const OrganizationInputSchema = z.strictObject(ORGANIZATION_FIELDS).check(entriesAreConsistent());

/** The organization as administrators see it (procurement-api 103). */
export function viewOrganization(
  organization: Organization,
  costCenters: readonly CostCenter[],
  people: readonly Person[],
) {
  const { org_id, name, default_approver_id, allow_self_approval, budget_policy } = organization;
  const { fiscal_year_start_month, receive_on_shipment } = organization;
  const withoutOrganization = <Entry extends { readonly org_id: string }>({ org_id: _, ...entry }: Entry) => entry;
  return {
    org_id,
    name,
    default_approver_id,
    allow_self_approval,
    budget_policy,
    fiscal_year_start_month,
    receive_on_shipment,
    cost_centers: costCenters.map(withoutOrganization),
    people: people.map(withoutOrganization),
  };
}
