import * as z from 'zod/mini';
import { nameText } from './request-input.ts';
import { KINDS } from './spendint/document.ts';
import { SupplierIdSchema } from './supplier.ts';

/** What people say of a supplier, in the API and in the operator's document (spendint 40–42). */

const DEFAULT_REQUESTS_PER_MINUTE = 30_000;
const MAX_REQUESTS_PER_MINUTE = 1_000_000;

const documents = z.array(z.enum(KINDS)).check(z.minLength(1), z.maxLength(KINDS.length));
const requests_per_minute = z.int().check(z.minimum(1), z.maximum(MAX_REQUESTS_PER_MINUTE));
const vendor_id = z.nullable(nameText);

export const SUPPLIER_FIELDS = {
  supplier_id: SupplierIdSchema,
  name: nameText,
  vendor_id: z._default(vendor_id, null),
  documents: z._default(documents, [...KINDS]),
  requests_per_minute: z._default(requests_per_minute, DEFAULT_REQUESTS_PER_MINUTE),
};

/** The body of `POST /v1/suppliers`. */
export const NewSupplierSchema = z.strictObject({ ...SUPPLIER_FIELDS, enabled: z._default(z.boolean(), true) });

/** The body of `PATCH /v1/suppliers/{supplier_id}`. */
export const SupplierChangesSchema = z
  .partial(z.strictObject({ name: nameText, vendor_id, documents, requests_per_minute, enabled: z.boolean() }))
  .check(z.refine((changes) => Object.keys(changes).length > 0, { error: 'must have a field to change' }));

/** A hashed password in an operator's document, who sends no password. */
export const CredentialInputSchema = z.strictObject({
  salt: z.string().check(z.regex(/^[0-9A-Za-z+/]{22}==$/, { error: 'must be 16 bytes in base64' })),
  hash: z.string().check(z.regex(/^[0-9A-Za-z+/]{43}=$/, { error: 'must be 32 bytes in base64' })),
});
