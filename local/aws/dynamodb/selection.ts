import { pageOf, project } from './dynalite.ts';
import type { Checked, Output } from './dynalite-types.ts';
import { matches, type Operation } from './expressions.ts';
import { pick } from './item.ts';
import { legacyExpression } from './legacy.ts';
import type { Reader } from './reader.ts';

/** Query or Scan. dynalite checks it and finds the range of its keys; the front reads, filters and projects the page. */
export async function select(action: string, reader: Reader, data: Checked): Promise<Output> {
  const { range, keyNames } = pageOf(action, reader, data);
  const { items, isFull } = await reader.page(data, range);
  const last = items.at(-1);
  const filter = filterOf(data);
  const found = filter === undefined ? items : items.filter((item) => matches(item, filter));
  const paths = data._projection?.paths ?? data.AttributesToGet;
  return {
    ScannedCount: items.length,
    Count: found.length,
    ...(isFull && last && { LastEvaluatedKey: pick(last, keyNames) }),
    ...(data.Select !== 'COUNT' && { Items: paths ? found.map((item) => project(item, paths)) : found }),
  };
}

function filterOf({ _filter, QueryFilter, ScanFilter, ConditionalOperator }: Checked): Operation | undefined {
  const legacy = QueryFilter ?? ScanFilter;
  return _filter?.expression ?? (legacy && legacyExpression(legacy, ConditionalOperator));
}
