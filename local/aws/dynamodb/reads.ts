import type { AwsAnswer } from '../service.ts';
import { consumedCapacity, READ_FACTOR, readUnits, sumByTable, total, type UnitsByTable } from './capacity.ts';
import { type Checked, notFound, type Output, run, schemaOf, validate } from './dynalite.ts';
import { isRecord } from './limits.ts';
import * as schemas from './schemas.ts';
import type { SnapshotReader } from './snapshot-reader.ts';
import { type CancellationReason, cancelUnlessAllDone, checkMembers, reasonOf } from './transact-members.ts';

type Input = Readonly<Record<string, unknown>>;

/** GetItem, BatchGetItem, Query and Scan. */
export async function read(action: string, input: Input, reader: SnapshotReader): Promise<AwsAnswer> {
  const data = withoutCapacity(validate(input, schemaOf(action)));
  reader.startKey = data.ExclusiveStartKey;
  const output = await run(action, reader, data);
  const units = action === 'Query' || action === 'Scan' ? scanned(data, output, reader) : got(data, reader);
  const capacity = consumedCapacity(input.ReturnConsumedCapacity, units);
  const ConsumedCapacity = action === 'BatchGetItem' ? capacity : capacity?.[0];
  return {
    output: { ...output, ...(ConsumedCapacity && { ConsumedCapacity }) },
    usage: { readUnits: total(units), writeUnits: 0 },
  };
}

/** TransactGetItems: all items as they were at one moment. */
export async function transactGet(input: Input, reader: SnapshotReader): Promise<AwsAnswer> {
  const members = checkMembers(input, schemas.transactGetItems, schemas.transactGetMembers);
  const Responses: object[] = [];
  const reasons: CancellationReason[] = [];
  for (const { data } of members) {
    if (reader.table(data.TableName) === undefined) throw notFound();
    try {
      const { Item } = await run('GetItem', reader, data);
      Responses.push(Item === undefined ? {} : { Item });
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  cancelUnlessAllDone(reasons);
  const units = sumByTable(
    reader.got.map(({ table, bytes }) => [table, { table: readUnits(bytes, READ_FACTOR.transactional), indexes: {} }]),
  );
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, units, 'ReadCapacityUnits');
  return {
    output: { Responses, ...(ConsumedCapacity && { ConsumedCapacity }) },
    usage: { readUnits: total(units), writeUnits: 0 },
  };
}

/** dynalite would count in UTF-16 units and without indexes. */
export function withoutCapacity(data: Checked): Checked {
  const { ReturnConsumedCapacity: _, ...rest } = data;
  return { ...rest, TableName: data.TableName };
}

/** Each item is rounded up by itself. */
function got(data: Checked, reader: SnapshotReader): UnitsByTable {
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

/** The page is rounded up as a whole, before filter and projection. */
function scanned(data: Checked, { ScannedCount }: Output, reader: SnapshotReader): UnitsByTable {
  const page = reader.scanned.slice(0, typeof ScannedCount === 'number' ? ScannedCount : 0);
  const bytes = page.reduce((sum, size) => sum + size, 0);
  const units = readUnits(bytes, data.ConsistentRead === true ? READ_FACTOR.consistent : READ_FACTOR.eventual);
  const index = data.IndexName;
  const part = typeof index === 'string' ? { table: 0, indexes: { [index]: units } } : { table: units, indexes: {} };
  return new Map([[data.TableName, part]]);
}
