import { randomBytes } from 'node:crypto';
import type { Clock } from './simulator.ts';

/** The bearer tokens of an OAuth 2.0 token endpoint, each with what it grants. Not stored: a restart ends them. */
export class AccessTokens<Grant = undefined> {
  readonly #clock: Clock;
  readonly #issued = new Map<string, { readonly grant: Grant; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(lifetimeSeconds: number, grant: Grant): string {
    const token = randomBytes(24).toString('base64url');
    this.#issued.set(token, { grant, expiresAt: this.#clock() + lifetimeSeconds * 1000 });
    return token;
  }

  /** The grant of a valid token, wrapped, so that a token without one is told from an invalid token. */
  find(token: string): { readonly grant: Grant } | undefined {
    const issued = this.#issued.get(token);
    return issued !== undefined && issued.expiresAt > this.#clock() ? issued : undefined;
  }

  accepts(token: string): boolean {
    return this.find(token) !== undefined;
  }

  expireAll(): void {
    this.#issued.clear();
  }
}
