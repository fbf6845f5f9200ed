interface Deadline {
  readonly at: number;
  readonly sequence: number;
}

/** A binary heap of the times at which hidden messages become visible. A deadline that changes leaves its old entry. */
export class Deadlines {
  readonly #heap: Deadline[] = [];

  get earliest(): number | undefined {
    return this.#heap[0]?.at;
  }

  push(at: number, sequence: number): void {
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || parent.at <= at) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = { at, sequence };
  }

  /** Removes the earliest deadline that is not after `now`. */
  popDue(now: number): Deadline | undefined {
    const heap = this.#heap;
    const top = heap[0];
    if (top === undefined || top.at > now) return undefined;
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.#siftDown(last);
    return top;
  }

  #siftDown(entry: Deadline): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const child = right !== undefined && left !== undefined && right.at < left.at ? right : left;
      if (child === undefined || child.at >= entry.at) break;
      heap[index] = child;
      index = child === left ? 2 * index + 1 : 2 * index + 2;
    }
    heap[index] = entry;
  }
}
