import { createHash } from 'node:crypto';
import type { BasicCredentials } from './basic-credentials.ts';

const MINUTE_MS = 60_000;
const MAX_WRONG = 20;
const MAX_REMEMBERED = 1000;

/**
 * Wrong passwords per user name, minute and execution environment: guessing is slow, and costs little. Who was right before is let
 * through, so that nobody locks a supplier out by guessing.
 */
export function createWrongPasswords() {
  const wrong = new Map<string, { readonly minute: number; count: number }>();
  const right = new Map<string, string>();
  return {
    mayTry(given: BasicCredentials, nowMs: number): boolean {
      const { minute, count } = wrong.get(given.username) ?? { minute: 0, count: 0 };
      if (minute !== Math.floor(nowMs / MINUTE_MS) || count < MAX_WRONG) return true;
      return right.get(given.username) === digestOf(given);
    },
    wasWrong({ username }: BasicCredentials, nowMs: number): void {
      const minute = Math.floor(nowMs / MINUTE_MS);
      const known = wrong.get(username);
      if (known?.minute === minute) {
        known.count += 1;
        return;
      }
      if (wrong.size >= MAX_REMEMBERED) wrong.clear();
      wrong.set(username, { minute, count: 1 });
    },
    wasRight(given: BasicCredentials): void {
      if (right.size >= MAX_REMEMBERED) right.clear();
      right.set(given.username, digestOf(given));
    },
  };
}

function digestOf({ username, password }: BasicCredentials): string {
  return createHash('sha256').update(`${username}:${password}`).digest('base64');
}
