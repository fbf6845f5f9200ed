import { type IndexChange, indexChanges } from './index-entries.ts';
import { itemSize } from './item.ts';
import type { Change, Item } from './types.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

/** A transaction prepares each item and then commits it. */
export const TRANSACTION_FACTOR = 2;

/** Units per 4 KB by consistency. */
export const READ_FACTOR = { eventual: 0.5, consistent: 1, transactional: 2 } as const;

/** Capacity units by table, and within it by index. */
export interface Units {
  readonly table: number;
  readonly indexes: Readonly<Record<string, number>>;
}
export type UnitsByTable = ReadonlyMap<string, Units>;

/** An absent item counts as one of up to 4 KB. */
export function readUnits(bytes: number, factor: number): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * factor;
}

function writeUnitsOf(...items: (Item | undefined)[]): number {
  return Math.max(1, ...items.map((item) => (item ? Math.ceil(itemSize(item) / WRITE_UNIT_BYTES) : 0)));
}

/** Units of one write: those of the larger image, and those of each index that changes. */
export function writeUnits(change: Change, factor = 1): Units {
  const indexes: Record<string, number> = {};
  for (const indexChange of indexChanges(change)) {
    const units = indexWriteUnits(indexChange);
    if (units > 0) indexes[indexChange.index.IndexName] = units * factor;
  }
  return { table: writeUnitsOf(change.before, change.after) * factor, indexes };
}

function indexWriteUnits({ before, after, isSame }: IndexChange): number {
  if (isSame) return 0;
  if (before === undefined || after === undefined) return writeUnitsOf(before?.item, after?.item);
  // A changed index key is a delete of the old entry and a put of the new one.
  if (before.key !== after.key) return writeUnitsOf(before.item) + writeUnitsOf(after.item);
  return writeUnitsOf(before.item, after.item);
}

export function sumByTable(parts: Iterable<readonly [table: string, units: Units]>): UnitsByTable {
  const sums = new Map<string, { table: number; indexes: Record<string, number> }>();
  for (const [table, units] of parts) {
    const sum = sums.get(table) ?? { table: 0, indexes: {} };
    sum.table += units.table;
    for (const [index, part] of Object.entries(units.indexes)) sum.indexes[index] = (sum.indexes[index] ?? 0) + part;
    sums.set(table, sum);
  }
  return sums;
}

function totalOf(units: Units): number {
  return Object.values(units.indexes).reduce((sum, part) => sum + part, units.table);
}

export function total(byTable: UnitsByTable): number {
  return [...byTable.values()].reduce((sum, units) => sum + totalOf(units), 0);
}

type Kind = 'ReadCapacityUnits' | 'WriteCapacityUnits';

/** `ConsumedCapacity` per table, if requested; transactions name the kind of unit beside the total. */
export function consumedCapacity(requested: unknown, byTable: UnitsByTable, kind?: Kind): object[] | undefined {
  if (requested !== 'TOTAL' && requested !== 'INDEXES') return undefined;
  const detail = (units: number): object => ({ CapacityUnits: units, ...(kind && { [kind]: units }) });
  return [...byTable].map(([TableName, units]) => {
    const indexes = Object.entries(units.indexes).map(([name, part]) => [name, detail(part)]);
    return {
      TableName,
      ...detail(totalOf(units)),
      ...(requested === 'INDEXES' && {
        Table: detail(units.table),
        ...(indexes.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
      }),
    };
  });
}
