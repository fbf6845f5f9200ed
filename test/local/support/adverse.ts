declare global {
  /** Set by the jest project that runs these tests on a bad day. */
  var ADVERSE_SEED: number | undefined;
}

/** The seed of the bad day on which the hubs of this test run are, if it is one. */
export const adverseSeed = globalThis.ADVERSE_SEED;

/** How far the clocks of two execution environments may be apart. */
export const CLOCK_SKEW_MS = adverseSeed === undefined ? 0 : 4_000;
