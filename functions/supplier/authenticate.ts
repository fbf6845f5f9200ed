import { ownerOf, type Supplier, type SupplierCredential } from '../../core/domain/supplier.ts';
import type { HttpEvent } from '../../core/runtime/http/request.ts';
import { logger } from '../../core/runtime/logger.ts';
import { findRecentSupplier, findSupplier } from '../../core/store/suppliers.ts';
import type { Table } from '../../core/store/table.ts';
import { type BasicCredentials, readBasic } from './basic-credentials.ts';
import { DialectError } from './dialect-error.ts';
import { secondsToMinute } from './rate-limit.ts';
import type { SupplierCaller } from './supplier-route.ts';
import { createWrongPasswords } from './wrong-passwords.ts';

export interface AuthenticatorOptions {
  readonly table: Table;
  /** With no credentials, takes as long as with another one's. */
  readonly verify: (credentials: readonly SupplierCredential[], password: string, nowMs: number) => Promise<boolean>;
  /** Throws for a supplier that calls too often. */
  readonly limitRate: (supplier: Supplier, nowMs: number) => Promise<void>;
  readonly clock: () => number;
}

/**
 * Identifies a supplier by HTTP Basic (spendint 65), also by a password that it has had for less than the seconds for which the supplier
 * is remembered. Throws a DialectError: 401 for an unknown one, which takes as long as a wrong password, 403 for a disabled one, 429 for
 * one that calls or guesses too often.
 */
export function createAuthenticator({ table, verify, limitRate, clock }: AuthenticatorOptions) {
  const guesses = createWrongPasswords();

  async function identify({ username, password }: BasicCredentials, nowMs: number): Promise<Supplier | undefined> {
    const owner = ownerOf(username);
    const recent = owner && (await findRecentSupplier(table, owner, nowMs));
    if (await verify(recent?.credentials ?? [], password, nowMs)) return recent;
    const current = recent && (await findSupplier(table, recent.org_id, recent.supplier_id));
    if (current === undefined || current.version === recent?.version) return undefined;
    return (await verify(current.credentials, password, nowMs)) ? current : undefined;
  }

  return async ({ headers }: Pick<HttpEvent, 'headers'>): Promise<SupplierCaller> => {
    const nowMs = clock();
    const given = readBasic(headers.authorization);
    if (!given) throw unauthenticated();
    if (!guesses.mayTry(given, nowMs)) {
      throw new DialectError(429, 'Rate limit exceeded', 'Too many wrong passwords', secondsToMinute(nowMs));
    }
    const supplier = await identify(given, nowMs);
    if (!supplier) {
      guesses.wasWrong(given, nowMs);
      throw unauthenticated();
    }
    guesses.wasRight(given);
    const { org_id: orgId, supplier_id } = supplier;
    logger.appendKeys({ org_id: orgId, supplier_id });
    if (!supplier.enabled) throw new DialectError(403, 'User Not Authorized', 'The supplier is disabled');
    await limitRate(supplier, nowMs);
    return { orgId, userId: `supplier:${supplier_id}`, supplier };
  };
}

function unauthenticated(): DialectError {
  return new DialectError(401, 'User Not Authenticated', 'Required to provide Auth information');
}
