/** What was read of a partition, the newest first. */
export interface NewestPart<Entry> {
  readonly entries: readonly Entry[];
  /** Whether the partition has more. */
  readonly isCut: boolean;
}

/**
 * The entries of all parts, the newest first, without those that are older than what was left out of another part: so that who reads
 * on from the oldest of them misses none. Of those of the same time, the sequence stays.
 */
export function mergeNewest<Entry>(parts: readonly NewestPart<Entry>[], timeOf: (entry: Entry) => number): Entry[] {
  const ends = parts.flatMap(({ entries, isCut }) => (isCut ? entries.slice(-1) : []));
  const since = Math.max(Number.NEGATIVE_INFINITY, ...ends.map(timeOf));
  return parts
    .flatMap(({ entries }) => entries)
    .filter((entry) => timeOf(entry) >= since)
    .sort((one, other) => timeOf(other) - timeOf(one));
}
