import { adverseSeed } from './adverse.ts';

/** On a bad day everything takes longer: throttled calls wait, messages come late. */
const PATIENCE = adverseSeed === undefined ? 1 : 4;

export interface Patience {
  readonly deadline?: number;
  readonly every?: number;
}

/** Repeats `check` until it neither throws nor returns undefined or false. At the deadline it fails as the last try did. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  { deadline = 10_000, every = 25 }: Patience = {},
): Promise<T> {
  const end = Date.now() + deadline * PATIENCE;
  for (;;) {
    try {
      const result = await check();
      if (result !== undefined && result !== false) return result;
      if (Date.now() > end) throw new Error(`still not so after ${deadline * PATIENCE} ms`);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((wake) => setTimeout(wake, every));
  }
}
