import type { TableQuery, Term } from '../table-query.ts';
import { tableTime } from './schema.ts';

/** When rows were created, in Unix milliseconds, both included. */
export interface CreatedSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** After 9999, `sys_created_on` would have more digits. */
export const ALWAYS: CreatedSpan = { fromMs: 0, toMs: Date.UTC(9999, 11, 31, 23, 59, 59, 999) };

/** The span outside of which a query selects no row, by its conditions on `sys_created_on` that hold for all: what is to be read. */
export function createdSpan(query: TableQuery): CreatedSpan {
  let { fromMs, toMs } = ALWAYS;
  for (const { path, operator, values } of necessaryTerms(query)) {
    const ms = path.join('.') === 'sys_created_on' ? timeOf(values[0] ?? '') : undefined;
    if (ms === undefined) continue;
    if (operator === '>' || operator === '>=' || operator === '=') fromMs = Math.max(fromMs, ms);
    if (operator === '<' || operator === '<=' || operator === '=') toMs = Math.min(toMs, ms + 999);
  }
  return { fromMs, toMs };
}

/** Whether a query selects only rows with this value at the path. */
export function requires(query: TableQuery, path: readonly string[], value: string): boolean {
  return necessaryTerms(query).some(
    (term) => term.operator === '=' && term.values[0] === value && term.path.join('.') === path.join('.'),
  );
}

/** The terms that every row meets: those without an alternative. */
function necessaryTerms({ all }: TableQuery): Term[] {
  return all.flatMap((terms) => (terms.length === 1 ? terms : []));
}

/** The milliseconds of a whole second of the calendar; undefined for other text, which is compared by its characters. */
function timeOf(text: string): number | undefined {
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`);
  return ms >= 0 && tableTime(ms) === text ? ms : undefined;
}
