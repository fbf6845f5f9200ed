import type { MemoryCollection } from '../collections.ts';
import { filtered, pageOf } from './paging.ts';
import { compareValues, type Mark, merge, Run, SortedRows, skip, type Value } from './sorted-rows.ts';

export interface Condition<Row> {
  readonly matches: (row: Row) => boolean;
  /** The field of the row that decides, and the range of its values if they are one; undefined for other conditions. */
  readonly field?: string | undefined;
  readonly range?: { readonly from: Mark; readonly to?: Mark | undefined } | undefined;
}

export interface Selection<Row> {
  readonly conditions: readonly Condition<Row>[];
  readonly orderBy: string;
  readonly isDescending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface TableOptions<Row> {
  /** Fields of few values, by which rows are kept apart: a condition on them is checked once, not per row. */
  readonly groupedBy: readonly string[];
  /** Fields in whose ranges rows are looked up. */
  readonly indexed: readonly string[];
  readonly firstId: number;
  readonly readField: (row: Row, field: string) => Value;
}

/** By field; all but `id` are sorted when they are first needed. */
type Group<Row extends { readonly id: number }> = Map<string, SortedRows<Row>>;

/** Up to so many rows are cheaper to sort than a longer run is to walk. */
const FEW = 1000;

/** Stored rows with numeric ids that are never deleted. A page of many rows costs as much as of few, in every order. */
export class Table<Row extends { readonly id: number }> {
  readonly #stored: MemoryCollection<Row>;
  readonly #options: TableOptions<Row>;
  readonly #groups = new Map<string, Group<Row>>();
  #lastId = 0;

  constructor(stored: MemoryCollection<Row>, options: TableOptions<Row>) {
    this.#stored = stored;
    this.#options = options;
    for (const row of stored.values()) this.#add(row);
  }

  get nextId(): number {
    return Math.max(this.#options.firstId, this.#lastId + 1);
  }

  /** In the order of ids. */
  all(): Row[] {
    return [...this.#stored.values()];
  }

  get(id: number | string): Row | undefined {
    return this.#stored.get(keyOf(id));
  }

  put(row: Row): Row {
    const old = this.get(row.id);
    if (old) for (const sorted of this.#groupOf(old).values()) sorted.remove(old);
    this.#add(row);
    this.#stored.put(keyOf(row.id), row);
    return row;
  }

  /** Forgets what it holds beside the stored rows, which have been emptied. */
  reset(): void {
    this.#groups.clear();
    this.#lastId = 0;
  }

  select({ conditions, orderBy, isDescending, offset, limit }: Selection<Row>): readonly Row[] {
    const { groupedBy, indexed, readField } = this.#options;
    const ofGroup = conditions.filter(({ field = '' }) => groupedBy.includes(field));
    const groups = [...this.#groups.values()].filter((group) => {
      const any = group.get('id')?.rows[0];
      return any !== undefined && ofGroup.every(({ matches }) => matches(any));
    });
    // A range that has all rows, such as all changes since long ago, leaves nothing to check.
    const hasAll = (group: Group<Row>, condition: Condition<Row>) =>
      this.#run(group, condition.field ?? 'id', [condition], false).length === group.get('id')?.rows.length;
    const ofRow = conditions.filter((condition) => {
      if (ofGroup.includes(condition)) return false;
      return !indexed.some((name) => isRangeOf(name, condition)) || !groups.every((group) => hasAll(group, condition));
    });
    const sign = isDescending ? -1 : 1;
    const compareIds = (a: Row, b: Row) => sign * (a.id - b.id);
    const compare =
      orderBy === 'id'
        ? compareIds
        : (a: Row, b: Row) => sign * compareValues(readField(a, orderBy), readField(b, orderBy)) || compareIds(a, b);

    for (const field of indexed.filter((name) => name !== orderBy && ofRow.some((one) => isRangeOf(name, one)))) {
      const runs = groups.map((group) => this.#run(group, field, ofRow, false));
      if (runs.reduce((sum, { length }) => sum + length, 0) > FEW) continue;
      const rows = [...merge(runs, () => 0)].filter((row) => ofRow.every(({ matches }) => matches(row)));
      return rows.sort(compare).slice(offset, offset + limit);
    }
    const runs = groups.map((group) => this.#run(group, orderBy, ofRow, isDescending));
    const others = ofRow.filter((condition) => !isRangeOf(orderBy, condition));
    const rows = filtered(merge(runs, compare), (row) => others.every(({ matches }) => matches(row)));
    if (others.length > 0) return pageOf(rows, offset, limit).rows;
    skip(runs, offset, compare);
    return pageOf(rows, 0, limit).rows;
  }

  #add(row: Row): void {
    this.#lastId = Math.max(this.#lastId, row.id);
    for (const sorted of this.#groupOf(row).values()) sorted.add(row);
  }

  #groupOf(row: Row): Group<Row> {
    const key = this.#options.groupedBy.map((field) => this.#options.readField(row, field)).join(' ');
    const group = this.#groups.get(key) ?? new Map([['id', new SortedRows<Row>([], ({ id }) => id)]]);
    this.#groups.set(key, group);
    return group;
  }

  /** The rows of a group, in the order of a field, that are in all ranges of that field. */
  #run(group: Group<Row>, field: string, conditions: readonly Condition<Row>[], isDescending: boolean): Run<Row> {
    const { readField } = this.#options;
    const sorted = group.get(field) ?? new SortedRows(group.get('id')?.rows ?? [], (row) => readField(row, field));
    group.set(field, sorted);
    let [from, to] = [0, sorted.rows.length];
    for (const { range } of conditions.filter((condition) => isRangeOf(field, condition))) {
      if (range) from = Math.max(from, sorted.position(range.from));
      if (range?.to) to = Math.min(to, sorted.position(range.to));
    }
    return new Run(sorted.rows, from, to, isDescending);
  }
}

function isRangeOf<Row>(name: string, { field, range }: Condition<Row>): boolean {
  return field === name && range !== undefined;
}

function keyOf(id: number | string): string {
  return String(id).padStart(12, '0');
}
