import type { Value } from './entity.ts';

/** A place before (`id` -∞) or behind (`id` ∞) all rows with a value. */
export interface Mark {
  readonly value: Value;
  readonly id: number;
}

export interface Range {
  readonly from: Mark;
  readonly to?: Mark | undefined;
}

/** Rows sorted by a value, equal values by id; null comes first. */
export class SortedRows<Row extends { readonly id: number }> {
  readonly rows: Row[];
  readonly #keyOf: (row: Row) => Value;

  constructor(rows: readonly Row[], keyOf: (row: Row) => Value) {
    this.rows = rows.toSorted((a, b) => compareValues(keyOf(a), keyOf(b)) || a.id - b.id);
    this.#keyOf = keyOf;
  }

  add(row: Row): void {
    this.rows.splice(this.#position({ value: this.#keyOf(row), id: row.id }), 0, row);
  }

  remove(row: Row): void {
    this.rows.splice(this.#position({ value: this.#keyOf(row), id: row.id }), 1);
  }

  /** Where the rows that are in all ranges begin and end. */
  span(ranges: readonly Range[]): readonly [from: number, to: number] {
    const from = Math.max(0, ...ranges.map((range) => this.#position(range.from)));
    const to = Math.min(this.rows.length, ...ranges.flatMap((range) => (range.to ? [this.#position(range.to)] : [])));
    return [from, Math.max(from, to)];
  }

  /** How many rows precede a place. */
  #position({ value, id }: Mark): number {
    let [from, to] = [0, this.rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const row = this.rows[middle];
      if (row !== undefined && (compareValues(this.#keyOf(row), value) || row.id - id) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

export function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  return a === null || (b !== null && a < b) ? -1 : 1;
}
