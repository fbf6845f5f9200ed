import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import type { Commits } from './commits.ts';
import { type Database, type Operation, tokenPrefix, within } from './database.ts';
import { canonicalJson } from './item.ts';
import type { UsedToken } from './types.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;

/** The token of a transaction, to be committed with it. */
export function usedToken(token: string, transactItems: unknown, now: number): UsedToken {
  return { token, fingerprint: createHash('sha256').update(canonicalJson(transactItems)).digest('base64'), at: now };
}

/** Whether the transaction was committed with this token before; a different one with the same token is rejected. */
export function isReplay(commits: Commits, { token, fingerprint, at }: UsedToken): boolean {
  const used = commits.token(token);
  if (used === undefined || isExpired(used, at)) return false;
  if (used.fingerprint === fingerprint) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'The request uses the same client token as a previous, but non-identical request. ' +
      'Do not reuse a client token with different requests, unless the requests are identical',
  );
}

export async function deleteExpiredTokens(database: Database, commits: Commits, now: number): Promise<void> {
  const stored = await database.iterator<string, UsedToken>(within(tokenPrefix)).all();
  const operations: Operation[] = [];
  for (const [key] of stored) {
    // A transaction may have used it again meanwhile.
    const used = commits.token(key.slice(tokenPrefix.length));
    if (used !== undefined && isExpired(used, now)) operations.push({ type: 'del', key });
  }
  commits.add({ changes: [], operations });
  await commits.durable();
}

function isExpired({ at }: UsedToken, now: number): boolean {
  return now - at >= TOKEN_LIFETIME_MS;
}
