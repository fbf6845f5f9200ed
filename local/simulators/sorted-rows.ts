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

/**
 * Comparisons, under a vendor's names for equal, unequal, greater, greater or equal, less, less or equal: whether each holds
 * for a value that is less than (-1), equal to (0) or greater than (1) another.
 */
export function comparisons(names: string): Readonly<Record<string, (order: number) => boolean>> {
  const accepted = [[0], [-1, 1], [1], [0, 1], [-1], [-1, 0]];
  return Object.fromEntries(
    names.split(' ').map((name, i) => [name, (order) => accepted[i]?.includes(order) === true]),
  );
}

/** Compares by what each term reads, the later ones where the earlier are equal. */
export function compareBy<Row>(
  terms: readonly { readonly read: (row: Row) => Value; readonly isDescending: boolean }[],
) {
  return (a: Row, b: Row): number =>
    terms.reduce(
      (order, { read, isDescending }) => order || (isDescending ? -1 : 1) * compareValues(read(a), read(b)),
      0,
    );
}

export function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  return a === null || (b !== null && a < b) ? -1 : 1;
}
