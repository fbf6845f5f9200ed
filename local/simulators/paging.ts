/**
 * `limit` rows from position `skip` on, and whether more follow. Reads no further than needed, so the first page of many
 * costs as much as of few.
 */
export function pageOf<Row>(source: Iterable<Row>, skip: number, limit: number) {
  const rows = [
    ...Iterator.from(source)
      .drop(skip)
      .take(limit + 1),
  ];
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}
