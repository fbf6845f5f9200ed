import { project, run } from './dynalite.ts';
import type { Checked, ItemStore, Output } from './dynalite-types.ts';
import { matches, type Operation } from './expressions.ts';
import { legacyExpression } from './legacy.ts';

/** dynalite finds an operator that it does not know true. */
const ALWAYS: Operation = { type: 'always', args: [] };

/** Query or Scan. With a filter, dynalite reads the page, and the front filters and projects it. */
export async function select(action: string, store: ItemStore, data: Checked): Promise<Output> {
  const filter = filterOf(data);
  if (filter === undefined) return run(action, store, data);
  const { Items, ...counts } = await run(action, store, wholePage(data));
  const found = (Array.isArray(Items) ? Items : []).filter((item) => matches(item, filter));
  const output = { ...counts, Count: found.length };
  if (data.Select === 'COUNT') return output;
  const paths = data._projection?.paths ?? data.AttributesToGet;
  return { ...output, Items: paths ? found.map((item) => project(item, paths)) : found };
}

function filterOf({ _filter, QueryFilter, ScanFilter, ConditionalOperator }: Checked): Operation | undefined {
  const legacy = QueryFilter ?? ScanFilter;
  return _filter?.expression ?? (legacy && legacyExpression(legacy, ConditionalOperator));
}

/** The request without its filter and projection, which dynalite still checks. */
function wholePage({ Select, AttributesToGet, _projection, _filter, ...rest }: Checked): Checked {
  return {
    ...rest,
    ...(Select !== 'COUNT' && { Select }),
    ...(_projection && { _projection: { ..._projection, paths: undefined } }),
    _filter: { pathHeads: {}, ..._filter, expression: ALWAYS },
  };
}
