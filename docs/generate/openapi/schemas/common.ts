import * as z from 'zod';
import { PARTNER_NAMES } from '../../../../core/sync/partners.ts';

/**
 * What the bodies of responses are made of. The tests hold every response of the hub against these schemas, so they are as
 * strict as can be.
 */

export const UnixSeconds = z.int().min(0);
export const Name = z.string().min(1);
export const Amount = z.number();
export const Count = z.int().min(0);
export const CurrencyCode = z.string().length(3);
export const PartnerName = z.enum(PARTNER_NAMES);

/** A page of a list. */
export function pageOf(entry: z.ZodType) {
  return z.strictObject({ has_more: z.boolean(), next_cursor: Name.nullable(), data: z.array(entry) });
}

export function listOf(entry: z.ZodType) {
  return z.strictObject({ data: z.array(entry) });
}
