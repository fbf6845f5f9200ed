import { randomInt } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const randomId = (prefix: string, length: number): string =>
  `${prefix}_${Array.from({ length }, () => BASE62.charAt(randomInt(BASE62.length))).join('')}`;

/** Ids as the seed writes them: `proc_` and 14 characters, `sync_` and 12. */
export const newRequestId = (): string => randomId('proc', 14);
export const newSyncJobId = (): string => randomId('sync', 12);
export const newLeaseOwner = (): string => randomId('lease', 12);
