import type { AwsResponse } from '../service.ts';
import { consumedCapacity, READ_FACTOR, readUnits, sumByTable, total, type UnitsByTable } from './capacity.ts';
import { type Checked, notFound, type Output, run, schemaOf, validate } from './dynalite.ts';
import { checkQuery } from './query-rules.ts';
import { isRecord } from './request.ts';
import * as schemas from './schemas.ts';
import { select } from './selection.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { checkDistinctItems, checkTransactionSize } from './transact-limits.ts';
import { type CancellationReason, cancelIfFailed, checkMembers, reasonOf } from './transact-members.ts';
import type { Json } from './types.ts';

/** GetItem, BatchGetItem, Query and Scan. */
export async function read(action: string, input: Json, reader: SnapshotReader): Promise<AwsResponse> {
  const data = validate(input, schemaOf(action));
  reader.startKey = data.ExclusiveStartKey;
  const isPage = action === 'Query' || action === 'Scan';
  if (isPage) checkQuery(action, data, reader.tables.get(data.TableName)?.description);
  const output = await (isPage ? select(action, reader, data) : run(action, reader, data));
  const units = isPage ? unitsOfPage(data, output, reader) : unitsOfItems(data, reader);
  const capacity = consumedCapacity(input.ReturnConsumedCapacity, units);
  const ConsumedCapacity = action === 'BatchGetItem' ? capacity : capacity?.[0];
  return { output: { ...output, ConsumedCapacity }, usage: { readUnits: total(units), writeUnits: 0 } };
}

/** TransactGetItems: all items of one snapshot. */
export async function transactGet(input: Json, reader: SnapshotReader): Promise<AwsResponse> {
  const members = checkMembers(input, schemas.transactGetItems, schemas.transactGetMembers);
  checkDistinctItems(members, reader.tables);
  const Responses: Output[] = [];
  const reasons: CancellationReason[] = [];
  for (const { data } of members) {
    if (!reader.tables.has(data.TableName)) throw notFound();
    try {
      Responses.push(await run('GetItem', reader, data));
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  cancelIfFailed(reasons);
  checkTransactionSize(reader.got.map(({ bytes }) => bytes));
  const units = sumByTable(
    reader.got.map(({ table, bytes }) => [table, { table: readUnits(bytes, READ_FACTOR.transactional), indexes: {} }]),
  );
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, units, 'ReadCapacityUnits');
  return { output: { Responses, ConsumedCapacity }, usage: { readUnits: total(units), writeUnits: 0 } };
}

/** Whether a read is strongly consistent; a batch is if it is so for one of its tables. */
export function isConsistent({ ConsistentRead, RequestItems }: Json): boolean {
  if (ConsistentRead === true) return true;
  return isRecord(RequestItems) && Object.values(RequestItems).some((part) => isRecord(part) && isConsistent(part));
}

/** GetItem and BatchGetItem round up per item. */
function unitsOfItems(data: Checked, reader: SnapshotReader): UnitsByTable {
  const isConsistent = (table: string): boolean => {
    const request = isRecord(data.RequestItems) ? data.RequestItems[table] : data;
    return isRecord(request) && request.ConsistentRead === true;
  };
  return sumByTable(
    reader.got.map(({ table, bytes }) => {
      const factor = isConsistent(table) ? READ_FACTOR.consistent : READ_FACTOR.eventual;
      return [table, { table: readUnits(bytes, factor), indexes: {} }];
    }),
  );
}

/** Query and Scan round up per page, before filter and projection. */
function unitsOfPage(data: Checked, { ScannedCount }: Output, reader: SnapshotReader): UnitsByTable {
  const page = reader.scanned.slice(0, typeof ScannedCount === 'number' ? ScannedCount : 0);
  const bytes = page.reduce((sum, size) => sum + size, 0);
  const units = readUnits(bytes, data.ConsistentRead === true ? READ_FACTOR.consistent : READ_FACTOR.eventual);
  const index = data.IndexName;
  const part = typeof index === 'string' ? { table: 0, indexes: { [index]: units } } : { table: units, indexes: {} };
  return new Map([[data.TableName, part]]);
}
