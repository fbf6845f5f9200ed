import { createHash } from 'node:crypto';
import { orStop } from '../../fail-stop.ts';
import { AwsError } from '../service.ts';
import { type Database, type Operation, tokenPrefix, within } from './database.ts';
import { canonicalJson } from './item.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;

/** A client request token that a transaction has used. */
interface UsedToken {
  readonly fingerprint: string;
  readonly at: number;
}

/** Whether the transaction was committed with this token before; a different one with the same token is rejected. */
export async function isReplay(
  database: Database,
  token: string,
  transactItems: unknown,
  now: number,
): Promise<boolean> {
  const used = await database.get<string, UsedToken>(tokenPrefix + token, {});
  if (used === undefined || isExpired(used, now)) return false;
  if (used.fingerprint === fingerprintOf(transactItems)) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'The request uses the same client token as a previous, but non-identical request. ' +
      'Do not reuse a client token with different requests, unless the requests are identical',
  );
}

/** Records the token, in the batch that commits its transaction. */
export function tokenOperation(token: string, transactItems: unknown, now: number): Operation {
  const value: UsedToken = { fingerprint: fingerprintOf(transactItems), at: now };
  return { type: 'put', key: tokenPrefix + token, value };
}

export async function deleteExpiredTokens(database: Database, now: number): Promise<void> {
  const expired: Operation[] = [];
  const tokens = database.iterator<string, UsedToken>(within(tokenPrefix));
  for await (const [key, used] of tokens) if (isExpired(used, now)) expired.push({ type: 'del', key });
  await orStop(database.batch(expired));
}

function isExpired({ at }: UsedToken, now: number): boolean {
  return now - at >= TOKEN_LIFETIME_MS;
}

function fingerprintOf(transactItems: unknown): string {
  return createHash('sha256').update(canonicalJson(transactItems)).digest('base64');
}
