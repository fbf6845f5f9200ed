import type * as z from 'zod/mini';
import { HubError, invalidFields } from '../../core/domain/errors.ts';
import { anyOf } from '../../core/domain/wording.ts';
import { kindsOf } from '../../core/partners/mappings.ts';
import { findCostCenter } from '../../core/store/organizations.ts';
import type { Table } from '../../core/store/table.ts';
import { findVendor } from '../../core/store/vendors.ts';
import { COST_CENTER_KIND, type MappingKey, VENDOR_KIND } from '../../core/sync/mappings.ts';
import { PARTNERS, type Partner } from '../../core/sync/partners.ts';

/** What a kind's values must be. Throws `mapping.kind_unknown`. */
export function kindSchema(partner: Partner, kind: string): z.ZodMiniType<string> {
  const kinds = kindsOf(partner);
  const schema = kinds.get(kind);
  if (schema) return schema;
  const message = `${PARTNERS[partner].displayName} has no mappings of the kind ${kind}: the kinds are ${anyOf([...kinds.keys()])}.`;
  throw new HubError('mapping.kind_unknown', message);
}

/** Throws `validation.failed` for a cost center or vendor that the organization does not have: nothing would ever use it. */
export async function requireKey(table: Table, orgId: string, { kind, key }: MappingKey): Promise<void> {
  const find = kind === VENDOR_KIND ? findVendor : kind === COST_CENTER_KIND ? findCostCenter : undefined;
  if (!find || (await find(table, orgId, key))) return;
  const named = kind === VENDOR_KIND ? 'the id of a vendor' : 'a cost center';
  throw invalidFields([{ path: 'key', message: `must be ${named} of this organization, and ${key} is not` }]);
}
