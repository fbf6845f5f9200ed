import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { SupplierCredential } from '../domain/supplier.ts';

/** Placeholder. */

type Hashed = Pick<SupplierCredential, 'salt' | 'hash'>;

export async function hashPassword(password: string, salt = randomBytes(16).toString('base64')): Promise<Hashed> {
  const hash = await derive(password, salt);
  return { salt, hash: hash.toString('base64') };
}

function derive(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password, salt, 32, (error, key) => (error ? reject(error) : resolve(key))),
  );
}

export function createPasswordVerifier(_clock: () => number) {
  const known = new Map<string, boolean>();
  return async (credentials: readonly SupplierCredential[], password: string, nowMs: number): Promise<boolean> => {
    const nobody = { salt: '', hash: '', until: null };
    for (const { salt, hash, until } of credentials.length > 0 ? credentials : [nobody]) {
      if (until !== null && until <= nowMs) continue;
      const name = `${salt} ${hash} ${password}`;
      const isRight = known.get(name) ?? equal(await derive(password, salt), Buffer.from(hash, 'base64'));
      known.set(name, isRight);
      if (isRight) return true;
    }
    return false;
  };
}

export function newPassword(): string {
  return randomBytes(24).toString('hex').slice(0, 32);
}

function equal(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
