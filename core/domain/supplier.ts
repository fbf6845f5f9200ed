import * as z from 'zod/mini';
import { KINDS, type Kind } from './spendint/document.ts';

/** A supplier that posts its documents to the hub, and its credentials (spendint 40–44). */

/** A path of dots alone is another path for some HTTP clients. */
export const SUPPLIER_ID = String.raw`(?!\.{1,2}$)[0-9A-Za-z._-]{1,100}`;
const ID_FORM = 'must have 1 to 100 letters, digits, dots, hyphens or underscores, and not only one or two dots';

/** The `supplier_id` that a caller names. */
export const SupplierIdSchema = z.string().check(z.regex(new RegExp(`^${SUPPLIER_ID}$`), { error: ID_FORM }));

/** The scrypt hash of a password, valid until then (Unix milliseconds); null: until it is rotated. */
const CredentialSchema = z.object({ salt: z.string(), hash: z.string(), until: z.nullable(z.int()) });
export type SupplierCredential = z.infer<typeof CredentialSchema>;

/** As stored. Times are Unix seconds; `version` counts the writes. */
export const SupplierSchema = z.object({
  org_id: z.string(),
  /** The `supplier_id` of its documents. */
  supplier_id: z.string(),
  name: z.string(),
  /** The vendor whose orders it sees; at most one supplier per vendor. */
  vendor_id: z.nullable(z.string()),
  enabled: z.boolean(),
  /** The kinds of documents that it may post. Without `orderack`, its orders need no acknowledgement. */
  documents: z.array(z.enum(KINDS)),
  requests_per_minute: z.int(),
  /** The newest first. */
  credentials: z.array(CredentialSchema),
  created_at: z.int(),
  updated_at: z.int(),
  version: z.int(),
});
export type Supplier = z.infer<typeof SupplierSchema>;

export type SupplierInput = Omit<Supplier, 'org_id' | 'credentials' | 'created_at' | 'updated_at' | 'version'>;
export type SupplierChanges = Partial<Omit<SupplierInput, 'supplier_id'>>;

export function newSupplier(
  { documents, ...input }: SupplierInput,
  { org_id, credentials }: Pick<Supplier, 'org_id' | 'credentials'>,
  now: number,
): Supplier {
  return { ...input, org_id, documents: inOrder(documents), credentials, created_at: now, updated_at: now, version: 1 };
}

/** The next version of a supplier. */
export function changeSupplier(
  supplier: Supplier,
  changes: SupplierChanges & Partial<Pick<Supplier, 'credentials'>>,
  now: number,
): Supplier {
  const { documents = supplier.documents } = changes;
  const version = supplier.version + 1;
  return { ...supplier, ...changes, documents: inOrder(documents), updated_at: now, version };
}

/** Each kind once. */
function inOrder(documents: readonly Kind[]): Kind[] {
  return KINDS.filter((kind) => documents.includes(kind));
}

/** A supplier's own and the one before: each more is another hash to compute for a wrong password. */
const MAX_CREDENTIALS = 2;

/** The credentials after a rotation: the former one is valid until the overlap ends, the one before it no more (spendint 43). */
export function rotatedCredentials(
  credentials: readonly SupplierCredential[],
  newest: Omit<SupplierCredential, 'until'>,
  overlapMs: number,
  nowMs: number,
): SupplierCredential[] {
  const end = nowMs + overlapMs;
  const former = credentials.map((credential) => ({ ...credential, until: Math.min(credential.until ?? end, end) }));
  return [{ ...newest, until: null }, ...former.filter(({ until }) => until > nowMs)].slice(0, MAX_CREDENTIALS);
}

/** A supplier as the API shows it: without its credentials. */
export function viewSupplier(supplier: Supplier) {
  const { supplier_id, name, vendor_id, enabled, documents, requests_per_minute, ...rest } = supplier;
  const { created_at, updated_at, org_id } = rest;
  const username = usernameOf(supplier);
  const settings = { vendor_id, enabled, documents, requests_per_minute };
  return { supplier_id, name, username, ...settings, created_at, updated_at, org_id };
}

/** The user name of its HTTP Basic authentication, which names organization and supplier: neither has a slash. */
export function usernameOf({ org_id, supplier_id }: Pick<Supplier, 'org_id' | 'supplier_id'>): string {
  return `${org_id}/${supplier_id}`;
}

const USERNAME = new RegExp(`^(org_[0-9A-Za-z]{1,100})/(${SUPPLIER_ID})$`);

/** The organization and supplier that a user name names; undefined for one that names none. */
export function ownerOf(username: string): { readonly orgId: string; readonly supplierId: string } | undefined {
  const [, orgId, supplierId] = USERNAME.exec(username) ?? [];
  return orgId === undefined || supplierId === undefined ? undefined : { orgId, supplierId };
}

/** Whether orders to this supplier wait for its acknowledgement. */
export function acknowledges({ enabled, documents }: Supplier): boolean {
  return enabled && documents.includes('orderack');
}
