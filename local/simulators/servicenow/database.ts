import { createHash } from 'node:crypto';
import type { MemoryCollection, MemoryState } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import { TABLES, tableOf } from './tables.ts';

/** Values by field or column. What is no string is kept as JSON. */
export type Values = Readonly<Record<string, string | undefined>>;
export type Row = Readonly<Record<string, string>>;
export type Database = Awaited<ReturnType<typeof openDatabase>>;

/** The rows of all tables. A row's sys_id follows from its key, so that a row is found by either without an index. */
export async function openDatabase(state: MemoryState, clock: Clock) {
  const tables = new Map<string, MemoryCollection<Row>>();
  for (const name of Object.keys(TABLES)) tables.set(name, await state.collection(`tables/${name}`));

  function get(table: string, sysId: string): Row | undefined {
    for (const [name, rows] of tables) {
      const row = isPartOf(name, table) ? rows.get(sysId) : undefined;
      if (row !== undefined) return row;
    }
    return undefined;
  }

  return {
    get,
    find: (table: string, ...key: readonly string[]) => get(table, sysIdOf([table, ...key])),
    /** By sys_id, with the rows of the tables that extend this one. */
    rows: (table: string) => [...tables].flatMap(([name, rows]) => (isPartOf(name, table) ? [...rows.values()] : [])),
    /** Of the rows of the table itself. */
    count: (table: string) => tables.get(table)?.size ?? 0,
    /** Inserts the row with this key, or updates it. Values that the table has no column for are left out. */
    save(table: string, key: readonly string[], values: Values): Row {
      const sys_id = sysIdOf([table, ...key]);
      const old = get(table, sys_id);
      const sys_updated_on = new Date(clock()).toISOString().slice(0, 19).replace('T', ' ');
      const system = {
        sys_id,
        sys_class_name: table,
        sys_updated_on,
        sys_created_on: old?.sys_created_on ?? sys_updated_on,
      };
      const names = Object.keys(tableOf(table).columns);
      const row = { ...Object.fromEntries(names.map((name) => [name, values[name] ?? old?.[name] ?? ''])), ...system };
      tables.get(table)?.put(sys_id, row);
      return row;
    },
    contents: () => Object.fromEntries([...tables].map(([name, rows]) => [name, [...rows.values()]])),
  };
}

function isPartOf(name: string, table: string): boolean {
  return name === table || tableOf(name).extends === table;
}

/** 32 hexadecimal digits (servicenow 29). */
export function sysIdOf(key: readonly string[]): string {
  return createHash('md5').update(JSON.stringify(key)).digest('hex');
}
