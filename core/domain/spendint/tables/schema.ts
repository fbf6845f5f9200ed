import type { Columns } from '../table-query.ts';

/** What a table of the Table API is made of. Its rows are text and references ({@link Row}). */
export interface TableSchema {
  readonly name: string;
  /** The column that stands for a row where a reference to it is displayed. */
  readonly display: string;
  readonly columns: Readonly<Record<string, Column>>;
}

export interface Column {
  /** The table that it refers to. */
  readonly reference?: TableSchema;
  /** What is displayed for its values. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The columns that every table has (spendint 70). */
const SYSTEM_COLUMNS = ['sys_id', 'sys_class_name', 'sys_created_on', 'sys_updated_on'];

/** A table with columns of plain text, columns of a kind of their own, and those of the system. */
export function tableSchema(
  name: string,
  display: string,
  text: readonly string[],
  columns: Readonly<Record<string, Column>> = {},
): TableSchema {
  const plain = Object.fromEntries([...text, ...SYSTEM_COLUMNS].map((column) => [column, {}]));
  return { name, display, columns: { ...plain, ...columns } };
}

/** The columns as queries walk them. */
export function columnsOf({ columns }: TableSchema): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { reference }]) => [name, reference ? columnsOf(reference) : null]),
  );
}

/** The column at a path from the table; undefined for one that isn't there. */
export function columnAt(schema: TableSchema, path: readonly string[]): Column | undefined {
  const [step = '', ...rest] = path;
  const column = Object.hasOwn(schema.columns, step) ? schema.columns[step] : undefined;
  if (rest.length === 0) return column;
  return column?.reference && columnAt(column.reference, rest);
}

/** A `sys_id`, 32 hexadecimal digits, that follows from what names the row: the same at each call. */
export type RowId = (parts: readonly (string | number)[]) => string;

/** The values of the system's columns; times in Unix milliseconds. */
export function systemValues({ name }: TableSchema, sys_id: string, createdMs: number, updatedMs: number) {
  return { sys_id, sys_class_name: name, sys_created_on: tableTime(createdMs), sys_updated_on: tableTime(updatedMs) };
}

/** `YYYY-MM-DD HH:MM:SS` in UTC (servicenow 29). */
export function tableTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 'YYYY-MM-DD HH:MM:SS'.length).replace('T', ' ');
}
