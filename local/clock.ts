/** Milliseconds since the epoch; tests pass a clock of their own. */
export type Clock = () => number;
