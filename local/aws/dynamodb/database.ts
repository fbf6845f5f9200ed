import { ClassicLevel } from 'classic-level';
import type { KeyRange } from './dynalite-types.ts';

/** One LevelDB holds tables, indexes, streams and tokens, so that one atomic batch can change all of them. */
export type Database = ClassicLevel<string, unknown>;
export type Operation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

/** Sorts after every key. */
const END = '\uffff';

// Names of tables and indexes contain no `~`.
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

/** A batch is acknowledged when the operating system has it: it survives a kill of the process, not a power cut. */
export async function openDatabase(path: string): Promise<Database> {
  const database = new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  await database.open();
  return database;
}

/** The range below a prefix. */
export function within(prefix: string, range: KeyRange = {}): KeyRange {
  return {
    ...(range.gt === undefined ? { gte: prefix + (range.gte ?? '') } : { gt: prefix + range.gt }),
    ...(range.lte === undefined ? { lt: prefix + (range.lt ?? END) } : { lte: prefix + range.lte }),
    reverse: range.reverse ?? false,
    limit: range.limit ?? -1,
  };
}
