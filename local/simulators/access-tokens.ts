import { randomBytes } from 'node:crypto';
import type { Clock } from './simulator.ts';

/** The bearer tokens of an OAuth 2.0 token endpoint. Not stored: a restart ends them. */
export class AccessTokens {
  readonly #clock: Clock;
  readonly #expiryOf = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(lifetimeSeconds: number): string {
    const token = randomBytes(24).toString('base64url');
    this.#expiryOf.set(token, this.#clock() + lifetimeSeconds * 1000);
    return token;
  }

  accepts(token: string): boolean {
    return (this.#expiryOf.get(token) ?? 0) > this.#clock();
  }

  expireAll(): void {
    this.#expiryOf.clear();
  }
}

/** The `Authorization` header of HTTP Basic. */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
