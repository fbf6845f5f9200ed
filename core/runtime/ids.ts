import { randomInt } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Unpredictable letters and digits. */
export function randomText(length: number): string {
  return Array.from({ length }, () => BASE62.charAt(randomInt(BASE62.length))).join('');
}

function randomId(prefix: string, length: number): string {
  return `${prefix}_${randomText(length)}`;
}

// Prefixes and lengths: procurement-api 13, 57.

export function newRequestId(): string {
  return randomId('proc', 14);
}

export function newPurchaseOrderId(): string {
  return randomId('po', 14);
}

export function newSyncJobId(): string {
  return randomId('sync', 12);
}

export function newSubscriptionId(): string {
  return randomId('sub', 12);
}

export function newTestMessageId(): string {
  return randomId('test', 20);
}

export function newImportId(): string {
  return randomId('imp', 20);
}

export function newLeaseOwner(): string {
  return randomId('lease', 12);
}
