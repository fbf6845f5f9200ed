const CONCURRENCY = 20;

/** The results for all items, in their order, of which some are handled at the same time. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  handle: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += CONCURRENCY) {
    results.push(...(await Promise.all(items.slice(start, start + CONCURRENCY).map(handle))));
  }
  return results;
}
