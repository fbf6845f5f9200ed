export type Value = string | number | boolean | null;
export type ValueOf<Row> = (row: Row) => Value;

/** A place before (`id` -∞) or behind (`id` ∞) all rows with a value. */
export interface Mark {
  readonly value: Value;
  readonly id: number;
}

/** Rows sorted by a value, equal values by id; null comes first. */
export class SortedRows<Row extends { readonly id: number }> {
  readonly rows: Row[];
  readonly #keyOf: ValueOf<Row>;

  constructor(rows: readonly Row[], keyOf: ValueOf<Row>) {
    this.rows = rows.toSorted((a, b) => compareValues(keyOf(a), keyOf(b)) || a.id - b.id);
    this.#keyOf = keyOf;
  }

  add(row: Row): void {
    this.rows.splice(this.position({ value: this.#keyOf(row), id: row.id }), 0, row);
  }

  remove(row: Row): void {
    this.rows.splice(this.position({ value: this.#keyOf(row), id: row.id }), 1);
  }

  /** How many rows precede a place. */
  position({ value, id }: Mark): number {
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

/** What is left to read of sorted rows. */
export class Run<Row> {
  readonly #rows: readonly Row[];
  readonly #isDescending: boolean;
  #from: number;
  #to: number;

  constructor(rows: readonly Row[], from: number, to: number, isDescending: boolean) {
    this.#rows = rows;
    this.#isDescending = isDescending;
    this.#from = from;
    this.#to = Math.max(from, to);
  }

  get length(): number {
    return this.#to - this.#from;
  }

  /** Undefined behind the end. */
  peek(ahead: number): Row | undefined {
    if (ahead >= this.length) return undefined;
    return this.#rows[this.#isDescending ? this.#to - 1 - ahead : this.#from + ahead];
  }

  advance(count: number): void {
    if (this.#isDescending) this.#to -= count;
    else this.#from += count;
  }
}

type Compare<Row> = (a: Row, b: Row) => number;

/** The rows of all runs in order. */
export function* merge<Row>(runs: readonly Run<Row>[], compare: Compare<Row>): Generator<Row> {
  for (let run = least(runs, 0, compare); run !== undefined; run = least(runs, 0, compare)) {
    const row = run.peek(0);
    run.advance(1);
    if (row !== undefined) yield row;
  }
}

/**
 * Skips the first `count` rows of all runs in a few steps: of the rows at place `step` in each of n runs, the least and
 * all before it in its run are among the first n × `step` rows.
 */
export function skip<Row>(runs: readonly Run<Row>[], count: number, compare: Compare<Row>): void {
  let left = count;
  let step = count;
  while (left > 0 && step > 0) {
    step = Math.min(step, Math.max(1, Math.floor(left / runs.length)));
    const run = least(runs, step - 1, compare);
    run?.advance(step);
    if (run) left -= step;
    else step = Math.floor(step / 2);
  }
}

/** The run whose row at a place comes first; undefined when none is as long. */
function least<Row>(runs: readonly Run<Row>[], place: number, compare: Compare<Row>): Run<Row> | undefined {
  let first: Run<Row> | undefined;
  let leastRow: Row | undefined;
  for (const run of runs) {
    const row = run.peek(place);
    if (row === undefined || (leastRow !== undefined && compare(row, leastRow) >= 0)) continue;
    first = run;
    leastRow = row;
  }
  return first;
}
