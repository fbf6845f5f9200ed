/** The rules on a Query or Scan that dynalite lacks. */
import type { IndexSchema } from './definition.ts';
import type { Checked } from './dynalite-types.ts';
import { validationException } from './errors.ts';
import { projectedNames } from './index-entries.ts';
import { emptyKey, emptyKeyRule } from './key-rules.ts';
import type { TableDescription } from './types.ts';

export function checkQuery(action: string, data: Checked, table: TableDescription | undefined): void {
  checkSelect(data);
  if (action === 'Scan' && data.Segment !== undefined && data.TotalSegments === undefined) {
    throw validationException(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  const index = table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === data.IndexName);
  if (table !== undefined) checkKeyConditions(data, table, index);
  if (table !== undefined && index !== undefined) checkProjected(action, data, table, index);
}

const CHOICES: Readonly<Record<string, string>> = {
  ALL_ATTRIBUTES: 'ALL_ATTRIBUTES',
  ALL_PROJECTED_ATTRIBUTES: 'ALL_PROJECTED_ATTRIBUTES',
  COUNT: 'only the Count',
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html, `Select` */
function checkSelect({ Select, IndexName, AttributesToGet, _projection }: Checked): void {
  if (typeof Select !== 'string') return;
  const projection = _projection ? 'ProjectionExpression' : AttributesToGet && 'AttributesToGet';
  if (Select === 'SPECIFIC_ATTRIBUTES' && projection === undefined) {
    throw validationException(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  const choice = CHOICES[Select];
  if (choice !== undefined && projection !== undefined) {
    throw validationException(`Cannot specify the ${projection} when choosing to get ${choice}`);
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validationException('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
}

function checkKeyConditions({ KeyConditions = {} }: Checked, table: TableDescription, index?: IndexSchema): void {
  const { KeySchema } = index ?? table;
  for (const [name, { AttributeValueList = [] }] of Object.entries(KeyConditions)) {
    const rule = AttributeValueList.map(emptyKeyRule).find((broken) => broken !== undefined);
    if (rule === undefined || !KeySchema.some(({ AttributeName }) => AttributeName === name)) continue;
    throw emptyKey(rule, name, index);
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections */
function checkProjected(action: string, data: Checked, table: TableDescription, index: IndexSchema): void {
  const carried = projectedNames(table, index);
  if (carried === undefined) return;
  const absent = (names: Iterable<string>): readonly string[] =>
    [...new Set(names)].filter((name) => !carried.includes(name));
  const unfiltered = absent(Object.keys(data._filter?.pathHeads ?? data.QueryFilter ?? {}));
  const invalid = 'One or more parameter values were invalid:';
  // A Scan filters on what the index carries: other attributes are missing there.
  if (action === 'Query' && unfiltered.length > 0) {
    throw validationException(
      `${invalid} Secondary index ${index.IndexName} does not project one or more filter attributes: [${unfiltered.join(', ')}]`,
    );
  }
  const paths = data._projection?.paths?.map(([head]) => String(head)) ?? data.AttributesToGet ?? [];
  const unprojected = absent(paths);
  if (unprojected.length > 0) {
    throw validationException(
      `${invalid} Global secondary index ${index.IndexName} does not project [${unprojected.join(', ')}]`,
    );
  }
}
