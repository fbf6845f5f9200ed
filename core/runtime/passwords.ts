import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { SupplierCredential } from '../domain/supplier.ts';
import { randomText } from './ids.ts';

/** The passwords of suppliers, of which the table has hashes only (spendint 41). */

type PasswordHash = Omit<SupplierCredential, 'until'>;

const PASSWORD_LENGTH = 32;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** 16 MB of memory, some ten milliseconds. A password of 190 random bits needs no more; one that an operator chose has these. */
const COST = { N: 2 ** 14, r: 8, p: 1 };

const REMEMBERED_MS = 5 * 60_000;
const MAX_REMEMBERED = 1000;

/** A password of 32 letters and digits that nobody can guess. */
export function newPassword(): string {
  return randomText(PASSWORD_LENGTH);
}

/** The hash of a password with a salt of its own. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  return { salt: salt.toString('base64'), hash: (await derive(password, salt)).toString('base64') };
}

/** Whether a password is that of one of the credentials that are valid at `nowMs` (Unix milliseconds). */
export type VerifyPassword = (
  credentials: readonly SupplierCredential[],
  password: string,
  nowMs: number,
) => Promise<boolean>;

/** Has no password; to compare with it takes as long as with another one, so that a supplier that is absent looks like a wrong password. */
const NOBODY: PasswordHash = { salt: '', hash: '' };

/**
 * Verifies passwords, and remembers for five minutes whether one fits a hash: calls come by the thousand, and a hash is slow on
 * purpose. What is remembered is found by a SHA-256 of hash and password, is bounded, and doesn't outlive the credential.
 */
export function createPasswordVerifier(clock: () => number): VerifyPassword {
  const remembered = new Map<string, { readonly result: Promise<boolean>; readonly until: number }>();

  function fits(credential: PasswordHash, password: string): Promise<boolean> {
    const parts = JSON.stringify([credential.salt, credential.hash, password]);
    const key = createHash('sha256').update(parts).digest('base64');
    const known = remembered.get(key);
    if (known && known.until > clock()) return known.result;
    const result = compare(credential, password);
    // The oldest is the first, also when it is computed again.
    remembered.delete(key);
    const [oldest] = remembered.keys();
    if (oldest !== undefined && remembered.size >= MAX_REMEMBERED) remembered.delete(oldest);
    remembered.set(key, { result, until: clock() + REMEMBERED_MS });
    result.catch(() => remembered.delete(key));
    return result;
  }

  return async (credentials, password, nowMs) => {
    const valid = credentials.filter(({ until }) => until === null || until > nowMs);
    for (const credential of valid.length > 0 ? valid : [NOBODY]) if (await fits(credential, password)) return true;
    return false;
  };
}

async function compare({ salt, hash }: PasswordHash, password: string): Promise<boolean> {
  const derived = await derive(password, Buffer.from(salt, 'base64'));
  const expected = Buffer.from(hash, 'base64');
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
