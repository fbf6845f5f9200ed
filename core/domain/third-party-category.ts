import * as z from 'zod/mini';
import { REQUEST_TYPES } from './procurement-request.ts';

/** A category as suppliers name it, which administrators map to one of the organization's own (spendint 19, 55). */

/** As stored. */
export const ThirdPartyCategorySchema = z.object({
  org_id: z.string(),
  /** See `categoryIdOf`. */
  id: z.string(),
  unspsc: z.nullable(z.string()),
  name: z.nullable(z.string()),
  /** The organization's own category; null until it is mapped. */
  category: z.nullable(z.string()),
  /** The type of requests for its products; null where nobody has said. */
  product_class: z.nullable(z.enum(REQUEST_TYPES)),
  /** The user who mapped it. */
  updated_by: z.nullable(z.string()),
  /** Counts the writes. */
  version: z.int(),
});
export type ThirdPartyCategory = z.infer<typeof ThirdPartyCategorySchema>;

interface Named {
  readonly unspsc: string | null;
  readonly product_category_name: string | null;
}

/** What a category goes by: its UNSPSC, or its name if it has none (spendint 19). */
export function categoryIdOf({ unspsc, product_category_name }: Named): string {
  return unspsc === null ? `NAME#${product_category_name ?? ''}` : `UNSPSC#${unspsc}`;
}

export function isCategoryId(text: string): boolean {
  return /^(?:UNSPSC|NAME)#/.test(text);
}

/** The next state of a category that a product names; undefined where nothing changes. A name is kept once it is known. */
export function nextCategory(
  before: ThirdPartyCategory | undefined,
  named: Named,
  org_id: string,
): ThirdPartyCategory | undefined {
  const { unspsc, product_category_name: name } = named;
  if (before)
    return before.name === null && name !== null ? { ...before, name, version: before.version + 1 } : undefined;
  const id = categoryIdOf(named);
  return { org_id, id, unspsc, name, category: null, product_class: null, updated_by: null, version: 1 };
}

/** What an administrator says of a category. */
export const CategoryInputSchema = z.strictObject({
  category: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))),
  product_class: z._default(z.nullable(z.enum(REQUEST_TYPES)), null),
});

/** The category as an administrator has mapped it. */
export function mapCategory(
  before: ThirdPartyCategory,
  mapping: z.infer<typeof CategoryInputSchema>,
  updated_by: string,
): ThirdPartyCategory {
  return { ...before, ...mapping, updated_by, version: before.version + 1 };
}

/** A category as the API shows it. */
export function viewCategory({ org_id: _, version: __, ...category }: ThirdPartyCategory) {
  return category;
}
