/**
 * `limit` rows from position `skip` on, and whether more follow. Reads no further than needed, so the first page of many
 * costs as much as of few.
 */
export function pageOf<Row>(source: Iterable<Row>, skip: number, limit: number) {
  const rows: Row[] = [];
  let position = 0;
  for (const row of source) {
    if (rows.length === limit && position >= skip) return { rows, more: true };
    if (position >= skip) rows.push(row);
    position += 1;
  }
  return { rows, more: false };
}

export function* filtered<Row>(source: Iterable<Row>, matches: (row: Row) => boolean): Generator<Row> {
  for (const row of source) if (matches(row)) yield row;
}
