import type { AwsResponse } from '../service.ts';
import { consumedCapacity, READ_FACTOR, readUnits, sumByTable, total, type UnitsByTable } from './capacity.ts';
import { run, schemaOf, validate } from './dynalite.ts';
import type { Checked, Output } from './dynalite-types.ts';
import { notFound } from './errors.ts';
import { checkQuery } from './query-rules.ts';
import type { Reader } from './reader.ts';
import { isRecord } from './request.ts';
import * as schemas from './schemas.ts';
import { select } from './selection.ts';
import { checkDistinctItems, checkTransactionSize } from './transact-limits.ts';
import { type CancellationReason, cancelIfFailed, checkMembers, reasonOf } from './transact-members.ts';
import type { Json, Tables } from './types.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
const MAX_LISTED_TABLES = 100;

/** GetItem, BatchGetItem, Query and Scan. */
export async function read(action: string, input: Json, reader: Reader): Promise<AwsResponse> {
  const data = validate(input, schemaOf(action));
  const isPage = action === 'Query' || action === 'Scan';
  if (isPage) checkQuery(action, data, reader.tables.get(data.TableName)?.description);
  const output = await (isPage ? select(action, reader, data) : run(action, reader, data));
  const units = isPage ? unitsOfPage(data, reader) : unitsOfItems(reader, (table) => factorOf(data, table));
  const capacity = consumedCapacity(input.ReturnConsumedCapacity, units);
  const ConsumedCapacity = action === 'BatchGetItem' ? capacity : capacity?.[0];
  return { output: { ...output, ConsumedCapacity }, usage: { readUnits: total(units), writeUnits: 0 } };
}

/** TransactGetItems: all items of one snapshot. */
export function transactGet(input: Json, reader: Reader): AwsResponse {
  const members = checkMembers(input, schemas.transactGetItems, schemas.transactGetMembers);
  checkDistinctItems(members, reader.tables);
  const Responses: Output[] = [];
  const reasons: CancellationReason[] = [];
  for (const { data } of members) {
    if (!reader.tables.has(data.TableName)) throw notFound();
    try {
      Responses.push(run('GetItem', reader, data));
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  cancelIfFailed(reasons);
  checkTransactionSize(reader.got.map(({ bytes }) => bytes));
  const units = unitsOfItems(reader, () => READ_FACTOR.transactional);
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, units, 'ReadCapacityUnits');
  return { output: { Responses, ConsumedCapacity }, usage: { readUnits: total(units), writeUnits: 0 } };
}

export function listTables(input: Json, tables: Tables): Output {
  const { ExclusiveStartTableName: start = '', Limit = MAX_LISTED_TABLES } = validate(input, schemaOf('ListTables'));
  const names = [...tables.keys()].sort().filter((name) => name > String(start));
  const TableNames = names.slice(0, Number(Limit));
  return { TableNames, ...(TableNames.length < names.length && { LastEvaluatedTableName: TableNames.at(-1) }) };
}

/** Whether a read is strongly consistent; a batch is if it is so for one of its tables. */
export function isConsistent({ ConsistentRead, RequestItems }: Json): boolean {
  if (ConsistentRead === true) return true;
  return isRecord(RequestItems) && Object.values(RequestItems).some((part) => isRecord(part) && isConsistent(part));
}

/** Units per 4 KB of a read of one table; in a batch each table has its own consistency. */
function factorOf(data: Json, table: string): number {
  const request = isRecord(data.RequestItems) ? data.RequestItems[table] : data;
  return isRecord(request) && isConsistent(request) ? READ_FACTOR.consistent : READ_FACTOR.eventual;
}

/** Reads by key round up per item. */
function unitsOfItems({ got }: Reader, factor: (table: string) => number): UnitsByTable {
  return sumByTable(got.map(({ table, bytes }) => [table, { table: readUnits(bytes, factor(table)), indexes: {} }]));
}

/** Query and Scan round up per page, before filter and projection. */
function unitsOfPage(data: Checked, { scanned }: Reader): UnitsByTable {
  const units = readUnits(scanned, factorOf(data, data.TableName));
  const index = data.IndexName;
  const part = typeof index === 'string' ? { table: 0, indexes: { [index]: units } } : { table: units, indexes: {} };
  return new Map([[data.TableName, part]]);
}
