import { randomBytes, randomInt, scrypt } from 'node:crypto';
import type { State } from '../collections.ts';

/** The passwords of the example organizations' suppliers: generated once per data directory, and known to nobody else. */

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PASSWORD_LENGTH = 32;
/** docs/sources/spendint.md, fact 41. */
const HASH = { N: 16_384, r: 8, p: 1, bytes: 32, saltBytes: 16 };

/** A supplier's password, and its hash as the organization's document has it. */
export interface SupplierAccess {
  readonly password: string;
  readonly credential: { readonly salt: string; readonly hash: string };
}

/** The access of the supplier with a user name; the same after a restart. */
export async function supplierAccess(state: State, username: string): Promise<SupplierAccess> {
  const stored = state.sublevel<SupplierAccess>('supplier-access');
  const known = await stored.get(username);
  if (known) return known;
  const password = Array.from({ length: PASSWORD_LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  const salt = randomBytes(HASH.saltBytes);
  const access = { password, credential: { salt: salt.toString('base64'), hash: await hashOf(password, salt) } };
  await stored.put(username, access);
  return access;
}

function hashOf(password: string, salt: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH.bytes, HASH, (error, key) => (error ? reject(error) : resolve(key.toString('base64'))));
  });
}
