import { describe, expect, it } from '@jest/globals';
import { MemoryCollection } from '../../../../local/collections.ts';
import { type Condition, Table } from '../../../../local/simulators/table.ts';

interface Row {
  readonly id: number;
  readonly group: string;
  readonly size: number | null;
}

/** A repeatable sequence of numbers below 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function atLeast(field: 'id' | 'size', value: number): Condition<Row> {
  const matches = (row: Row) => (row[field] ?? Number.NEGATIVE_INFINITY) >= value;
  return { text: `${field} ${value}`, field, matches, range: { from: { value, id: Number.NEGATIVE_INFINITY } } };
}

const smallRows: Condition<Row> = { text: 'small', matches: ({ size }) => size !== null && size % 3 === 0 };

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  return a === null || (b !== null && a < b) ? -1 : 1;
}

describe('a table', () => {
  it.each([1, 2, 3, 4])('selects as a sorted copy would, also after changes (seed %i)', (seed) => {
    const random = randomNumbers(seed);
    const pick = (below: number) => Math.floor(random() * below);
    const options = { groupedBy: ['group'], firstId: 10 };
    const readField = (row: Row, field: string) =>
      field === 'group' ? row.group : field === 'size' ? row.size : row.id;
    const table = new Table<Row>(new MemoryCollection<Row>(), { ...options, readField });
    const rowOf = (id: number): Row => ({ id, group: `g${pick(4)}`, size: pick(5) === 0 ? null : pick(40) });

    for (let turn = 0; turn < 400; turn += 1) {
      if (turn < 60 || pick(2) === 0)
        table.put(rowOf(pick(3) === 0 ? 10 + pick(table.nextId - 10 || 1) : table.nextId));
      const ofGroup: Condition<Row> = {
        text: `not ${turn % 5}`,
        field: 'group',
        matches: ({ group }) => group !== `g${turn % 5}`,
      };
      const conditions = [ofGroup, atLeast('size', pick(45)), atLeast('id', pick(60)), smallRows].filter(
        () => pick(2) === 0,
      );
      const orderBy = ['id', 'size', 'group'][pick(3)] ?? 'id';
      const [isDescending, offset, limit] = [pick(2) === 0, pick(30), 1 + pick(20)];
      const sorted = table
        .all()
        .filter((row) => conditions.every(({ matches }) => matches(row)))
        .sort(
          (a, b) => (isDescending ? -1 : 1) * (compare(readField(a, orderBy), readField(b, orderBy)) || a.id - b.id),
        );
      const found = table.select({ conditions, orderBy, isDescending, offset, limit });
      expect(found).toEqual(sorted.slice(offset, offset + limit));
    }
  });
});
