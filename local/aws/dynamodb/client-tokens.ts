import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { type Database, type Operation, tokenPrefix, within } from './database.ts';
import { canonicalJson } from './item.ts';

/** For how long AWS remembers a client request token. */
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;

interface Remembered {
  readonly fingerprint: string;
  readonly at: number;
}

/** Remembers which transactions were done, so that a repeated one is not done twice. */
export class ClientTokens {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether this very transaction has been done. Throws if another one was done under the same token. */
  async isReplay(token: string, transactItems: unknown, now: number): Promise<boolean> {
    const remembered = await this.#database.get<string, Remembered>(tokenPrefix + token, { valueEncoding: 'json' });
    if (remembered === undefined || isExpired(remembered, now)) return false;
    if (remembered.fingerprint === fingerprintOf(transactItems)) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request. ' +
        'Do not reuse a client token with different requests, unless the requests are identical',
    );
  }

  /** To be committed with the transaction itself. */
  operation(token: string, transactItems: unknown, now: number): Operation {
    const value: Remembered = { fingerprint: fingerprintOf(transactItems), at: now };
    return { type: 'put', key: tokenPrefix + token, value };
  }

  async forgetExpired(now: number): Promise<void> {
    const expired: Operation[] = [];
    const tokens = this.#database.iterator<string, Remembered>({ ...within(tokenPrefix), valueEncoding: 'json' });
    for await (const [key, remembered] of tokens) if (isExpired(remembered, now)) expired.push({ type: 'del', key });
    await this.#database.batch(expired);
  }
}

function isExpired({ at }: Remembered, now: number): boolean {
  return now - at >= TOKEN_LIFETIME_MS;
}

function fingerprintOf(transactItems: unknown): string {
  return createHash('sha256').update(canonicalJson(transactItems)).digest('base64');
}
