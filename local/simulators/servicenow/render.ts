import type { Database, Row } from './database.ts';
import { type Column, tableOf } from './tables.ts';

/** How the values of a response are shown (servicenow 27). */
export interface Shape {
  readonly paths: readonly string[];
  /** `true`, `all`, or anything else for the values alone. */
  readonly display: string | null;
  /** What precedes table and sys_id in a reference's link; undefined without links. */
  readonly linkBase: string | undefined;
}

interface Path {
  readonly column: Column;
  readonly read: (row: Row) => string;
}

/** A column of a table or, as `purchase_order.status`, of the row that a reference leads to. */
export function findPath(database: Database, table: string, path: string): Path | undefined {
  const [name = '', ...rest] = path.split('.');
  const { columns } = tableOf(table);
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (rest.length === 0) return column && { column, read: (row) => row[name] ?? '' };
  const { reference } = column ?? {};
  const inner = reference === undefined ? undefined : findPath(database, reference, rest.join('.'));
  if (inner === undefined || reference === undefined) return undefined;
  const read = (row: Row) => {
    const target = database.get(reference, row[name] ?? '');
    return target === undefined ? '' : inner.read(target);
  };
  return { column: inner.column, read };
}

export function render(database: Database, table: string, row: Row, shape: Shape): object {
  const shown = shape.paths.flatMap((path) => {
    const found = findPath(database, table, path);
    return found === undefined ? [] : [[path, show(database, found.column, found.read(row), shape)]];
  });
  return Object.fromEntries(shown);
}

function show(
  database: Database,
  { reference, choices }: Column,
  value: string,
  { display, linkBase }: Shape,
): unknown {
  const target = reference === undefined ? undefined : database.get(reference, value);
  const display_value = (reference && target?.[tableOf(reference).display]) ?? choices?.[value] ?? value;
  const link = target === undefined || linkBase === undefined ? undefined : `${linkBase}${reference}/${value}`;
  if (display === 'all') return { display_value, value, link };
  const isDisplay = display === 'true';
  if (link === undefined) return isDisplay ? display_value : value;
  return isDisplay ? { display_value, link } : { link, value };
}
