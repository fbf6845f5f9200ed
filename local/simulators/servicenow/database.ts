import { createHash } from 'node:crypto';
import type { MemoryCollection, MemoryState } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import { TABLES, tableOf } from './tables.ts';

/** Values by field or column. What is no string is kept as JSON. */
export type Values = Readonly<Record<string, string | undefined>>;
export type Row = Readonly<Record<string, string>>;
type Rows = ReadonlyMap<string, MemoryCollection<Row>>;

/** Loads the rows of all tables. */
export async function openDatabase(state: MemoryState, clock: Clock): Promise<Database> {
  const rows = new Map<string, MemoryCollection<Row>>();
  for (const name of Object.keys(TABLES)) rows.set(name, await state.collection(`tables/${name}`));
  return new Database(rows, clock);
}

/** The rows of all tables. A row's sys_id follows from its key, so that a row is found by either without an index. */
export class Database {
  readonly #rows: Rows;
  readonly #clock: Clock;

  constructor(rows: Rows, clock: Clock) {
    this.#rows = rows;
    this.#clock = clock;
  }

  find(table: string, ...key: readonly string[]): Row | undefined {
    return this.get(table, sysIdOf([table, ...key]));
  }

  get(table: string, sysId: string): Row | undefined {
    return this.#tables(table)
      .map((rows) => rows.get(sysId))
      .find((row) => row !== undefined);
  }

  /** By sys_id, with the rows of the tables that extend this one. */
  rows(table: string): Row[] {
    return this.#tables(table).flatMap((rows) => [...rows.values()]);
  }

  /** Inserts the row with this key, or updates it. Values that the table has no column for are left out. */
  save(table: string, key: readonly string[], values: Values): Row {
    const sysId = sysIdOf([table, ...key]);
    const old = this.get(table, sysId);
    const now = new Date(this.#clock()).toISOString().slice(0, 19).replace('T', ' ');
    const names = Object.keys(tableOf(table).columns);
    const row: Row = {
      ...Object.fromEntries(names.map((name) => [name, values[name] ?? old?.[name] ?? ''])),
      sys_id: sysId,
      sys_class_name: table,
      sys_created_on: old?.sys_created_on ?? now,
      sys_updated_on: now,
      sys_mod_count: String(old === undefined ? 0 : Number(old.sys_mod_count) + 1),
    };
    this.#rows.get(table)?.put(sysId, row);
    return row;
  }

  contents(): Readonly<Record<string, readonly Row[]>> {
    return Object.fromEntries([...this.#rows].map(([name, rows]) => [name, [...rows.values()]]));
  }

  #tables(table: string): MemoryCollection<Row>[] {
    return [...this.#rows].flatMap(([name, rows]) => (name === table || tableOf(name).extends === table ? [rows] : []));
  }
}

/** 32 hexadecimal digits (servicenow 29). */
export function sysIdOf(key: readonly string[]): string {
  return createHash('md5').update(JSON.stringify(key)).digest('hex');
}
