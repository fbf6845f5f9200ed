import { ClassicLevel } from 'classic-level';
import type { KeyRange } from './dynalite.ts';

/** Everything the service keeps, in one LevelDB, so that one batch can change any of it together. */
export type Database = ClassicLevel<string, unknown>;
export type Operation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

/** Sorts after every key that follows a prefix. */
const END = '\uffff';

// Table and index names contain no `~`.
export function itemPrefix(table: string): string {
  return `item~${table}~`;
}
export function indexPrefix(table: string, index: string): string {
  return `index~${table}~${index}~`;
}
export function streamPrefix(table: string): string {
  return `stream~${table}~`;
}
export const tablePrefix = 'table~';
export const tokenPrefix = 'token~';

/**
 * Opens the database. A batch is handed to the operating system before it is acknowledged: it survives the death of the
 * process, not the loss of power.
 */
export async function openDatabase(path: string): Promise<Database> {
  const database = new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  await database.open();
  return database;
}

/** The range of keys below a prefix, or the part of it that `range` asks for. */
export function within(prefix: string, range: KeyRange = {}): KeyRange {
  return {
    ...(range.gt === undefined ? { gte: prefix + (range.gte ?? '') } : { gt: prefix + range.gt }),
    ...(range.lte === undefined ? { lt: prefix + (range.lt ?? END) } : { lte: prefix + range.lte }),
    reverse: range.reverse ?? false,
    limit: range.limit ?? -1,
  };
}
