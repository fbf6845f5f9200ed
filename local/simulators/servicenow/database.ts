import { createHash } from 'node:crypto';
import type { MemoryCollection, MemoryState } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import type { Values } from './fields.ts';
import { TABLES, tableOf } from './tables.ts';

export type Row = Readonly<Record<string, string>>;

/** The rows of all tables. A row's sys_id follows from its key, so that a row is found by either without an index. */
export class Database {
  readonly #rows: ReadonlyMap<string, MemoryCollection<Row>>;
  readonly #clock: Clock;

  private constructor(rows: ReadonlyMap<string, MemoryCollection<Row>>, clock: Clock) {
    this.#rows = rows;
    this.#clock = clock;
  }

  static async open(state: MemoryState, clock: Clock): Promise<Database> {
    const rows = new Map<string, MemoryCollection<Row>>();
    for (const name of Object.keys(TABLES)) rows.set(name, await state.collection(`tables/${name}`));
    return new Database(rows, clock);
  }

  find(table: string, ...key: readonly string[]): Row | undefined {
    return this.get(table, sysIdOf([table, ...key]));
  }

  get(table: string, sysId: string): Row | undefined {
    for (const [name, rows] of this.#rows) {
      const row = isPartOf(name, table) ? rows.get(sysId) : undefined;
      if (row !== undefined) return row;
    }
    return undefined;
  }

  /** By sys_id, with the rows of the tables that extend this one. */
  rows(table: string): Row[] {
    return [...this.#rows].flatMap(([name, rows]) => (isPartOf(name, table) ? [...rows.values()] : []));
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

  size(table: string): number {
    return this.#rows.get(table)?.size ?? 0;
  }

  contents(): Readonly<Record<string, readonly Row[]>> {
    return Object.fromEntries([...this.#rows].map(([name, rows]) => [name, [...rows.values()]]));
  }
}

function isPartOf(name: string, table: string): boolean {
  return name === table || tableOf(name).extends === table;
}

/** 32 hexadecimal digits (servicenow 29). */
export function sysIdOf(key: readonly string[]): string {
  return createHash('md5').update(JSON.stringify(key)).digest('hex');
}
