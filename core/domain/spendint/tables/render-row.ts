import { type Row, textAt } from '../table-rows.ts';
import { type Column, columnAt, type TableSchema } from './schema.ts';

/** How `sysparm_display_value` and `sysparm_exclude_reference_link` want values (servicenow 27). */
export interface Rendering {
  readonly display: 'false' | 'true' | 'all';
  /** The address of the tables, which references link to; null: without links. */
  readonly tables: string | null;
}

type Rendered = string | Readonly<Record<string, string>>;

/** The row's values at the paths, by their dotted names, or all that it has itself. */
export function renderRow(
  row: Row,
  schema: TableSchema,
  fields: readonly (readonly string[])[] | undefined,
  rendering: Rendering,
): Readonly<Record<string, Rendered>> {
  const paths = fields ?? Object.keys(schema.columns).map((name) => [name]);
  return Object.fromEntries(
    paths.map((path) => [path.join('.'), renderValue(row, path, columnAt(schema, path) ?? {}, rendering)]),
  );
}

function renderValue(row: Row, path: readonly string[], column: Column, { display, tables }: Rendering): Rendered {
  const value = textAt(row, path);
  const { reference, labels } = column;
  const display_value = reference ? textAt(row, [...path, reference.display]) : (labels?.[value] ?? value);
  const link = reference && tables !== null && value !== '' ? `${tables}/${reference.name}/${value}` : undefined;
  if (display === 'all') return { display_value, value, ...(link !== undefined && { link }) };
  if (link === undefined) return display === 'true' ? display_value : value;
  return display === 'true' ? { display_value, link } : { link, value };
}
