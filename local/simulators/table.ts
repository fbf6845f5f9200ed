import type { MemoryCollection } from '../collections.ts';
import type { Value } from './entity.ts';
import { pageOf } from './paging.ts';
import { type Range, SortedRows } from './sorted-rows.ts';

export interface Condition<Row> {
  /** The same for conditions that are the same. */
  readonly text: string;
  readonly matches: (row: Row) => boolean;
  /** The field of the row that decides, and the range of its values if they are one; undefined for other conditions. */
  readonly field?: string | undefined;
  readonly range?: Range | undefined;
}

export interface Selection<Row> {
  readonly conditions: readonly Condition<Row>[];
  readonly orderBy: string;
  readonly isDescending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface TableOptions<Row> {
  /** Fields of few values: the rows that satisfy conditions on them are kept, so that a page does not search for them. */
  readonly groupedBy: readonly string[];
  readonly firstId: number;
  readonly readField: (row: Row, field: string) => Value;
}

/** Each view costs a little at each change. */
const MAX_VIEWS = 64;
/** Up to so many rows are cheaper to sort than a longer run is to walk. */
const FEW = 1000;

/**
 * Stored rows with numeric ids that are never deleted. Views of them are made when they are first needed; from then on a
 * page of many rows costs as much as of few, in every order.
 */
export class Table<Row extends { readonly id: number }> {
  readonly #stored: MemoryCollection<Row>;
  readonly #options: TableOptions<Row>;
  /** The rows that satisfy conditions, in the order of a field. */
  readonly #views = new Map<string, { conditions: readonly Condition<Row>[]; sorted: SortedRows<Row> }>();

  constructor(stored: MemoryCollection<Row>, options: TableOptions<Row>) {
    this.#stored = stored;
    this.#options = options;
  }

  get nextId(): number {
    return Math.max(this.#options.firstId, (this.#view('id').rows.at(-1)?.id ?? 0) + 1);
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
    for (const { conditions, sorted } of this.#views.values()) {
      if (old && areMet(conditions, old)) sorted.remove(old);
      if (areMet(conditions, row)) sorted.add(row);
    }
    this.#stored.put(keyOf(row.id), row);
    return row;
  }

  /** Forgets what it holds beside the stored rows, which have been emptied. */
  reset(): void {
    this.#views.clear();
  }

  /** The rows with a value in a field. */
  having(field: string, value: Value): readonly Row[] {
    const range = { from: { value, id: Number.NEGATIVE_INFINITY }, to: { value, id: Number.POSITIVE_INFINITY } };
    const view = this.#view(field);
    return view.rows.slice(...view.span([range]));
  }

  select({ conditions, orderBy, isDescending, offset, limit }: Selection<Row>): readonly Row[] {
    const ofGroup = conditions.filter(({ field = '' }) => this.#options.groupedBy.includes(field));
    const ofRow = conditions.filter((condition) => !ofGroup.includes(condition));
    const sorted = this.#few(ofRow, ofGroup, orderBy) ?? this.#view(orderBy, ofGroup);
    const [from, to] = sorted.span(rangesOf(orderBy, ofRow));
    const others = ofRow.filter(({ field, range }) => field !== orderBy || range === undefined);

    function* rowsFrom(place: number): Generator<Row> {
      for (let at = place; at < to - from; at += 1) {
        const row = sorted.rows[isDescending ? to - 1 - at : from + at];
        if (row !== undefined) yield row;
      }
    }
    // Without further conditions the place of the page is known.
    const skipped = others.length === 0 ? offset : 0;
    const rows = rowsFrom(skipped).filter((row) => areMet(others, row));
    return pageOf(rows, offset - skipped, limit).rows;
  }

  /** The rows that satisfy all conditions, if the range of a field leaves only few to check. */
  #few(ofRow: readonly Condition<Row>[], ofGroup: readonly Condition<Row>[], orderBy: string) {
    for (const { field, range } of ofRow) {
      if (field === undefined || range === undefined || field === orderBy) continue;
      const view = this.#view(field, ofGroup);
      const [from, to] = view.span(rangesOf(field, ofRow));
      if (to - from > FEW) continue;
      const rows = view.rows.slice(from, to).filter((row) => areMet(ofRow, row));
      return new SortedRows(rows, (row) => this.#options.readField(row, orderBy));
    }
    return undefined;
  }

  #view(field: string, conditions: readonly Condition<Row>[] = []): SortedRows<Row> {
    const key = JSON.stringify([field, ...conditions.map(({ text }) => text)]);
    const known = this.#views.get(key);
    if (known !== undefined) return known.sorted;
    if (this.#views.size >= MAX_VIEWS) this.#views.clear();
    const rows = this.all().filter((row) => areMet(conditions, row));
    const sorted = new SortedRows(rows, (row) => this.#options.readField(row, field));
    this.#views.set(key, { conditions, sorted });
    return sorted;
  }
}

function areMet<Row>(conditions: readonly Condition<Row>[], row: Row): boolean {
  return conditions.every(({ matches }) => matches(row));
}

function rangesOf<Row>(name: string, conditions: readonly Condition<Row>[]): Range[] {
  return conditions.flatMap(({ field, range }) => (field === name && range ? [range] : []));
}

function keyOf(id: number | string): string {
  return String(id).padStart(12, '0');
}
