import * as z from 'zod/mini';
import { invalidFields } from './errors.ts';
import type { Vendor } from './organization.ts';
import { REQUEST_TYPES } from './procurement-request.ts';

/** The hub's own limits. */
const MAX_TAGS = 50;
const text = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));

function unique<Value extends string>(values: readonly Value[]): boolean {
  return new Set(values).size === values.length;
}

/** What administrators send to change a vendor. */
export const VendorChangesSchema = z
  .strictObject({
    tier: z.optional(text(50)),
    categories: z.optional(
      z.array(z.enum(REQUEST_TYPES)).check(z.refine(unique, { error: 'must name each type once' })),
    ),
    contract_expires_at: z.optional(z.nullable(z.int().check(z.minimum(0)))),
    tags: z.optional(
      z.array(text(100)).check(z.maxLength(MAX_TAGS), z.refine(unique, { error: 'must name each tag once' })),
    ),
    name: z.optional(text(200)),
    website: z.optional(
      z.nullable(z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).check(z.maxLength(2048))),
    ),
    primary_contact_name: z.optional(z.nullable(text(200))),
    primary_contact_email: z.optional(z.nullable(z.email().check(z.maxLength(320)))),
  })
  .check(z.refine((changes) => Object.keys(changes).length > 0, { error: 'must have a field to change' }));
export type VendorChanges = z.infer<typeof VendorChangesSchema>;

/** The fields that an ERP tells of its vendors. */
const ERP_FIELDS = ['name', 'website', 'primary_contact_email'] as const;

/** The vendor after a change. Throws `validation.failed` for a field that its ERP tells: the next sync would undo the change. */
export function changeVendor(vendor: Vendor, changes: VendorChanges): Vendor {
  const [partner] = Object.keys(vendor.erp_ids);
  const told = partner === undefined ? [] : ERP_FIELDS.filter((field) => changes[field] !== undefined);
  if (told.length > 0) {
    const message = 'comes from the ERP for this vendor: change it there';
    throw invalidFields(told.map((path) => ({ path, message })));
  }
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...vendor, ...given, version: vendor.version + 1 };
}
