/** A value with a lifetime, such as a token or a session: obtained on first use, shared by all callers, then renewed. */
export interface Renewable<Value> {
  get(): Promise<Value>;
  /** Obtains a new value unless another caller has done so since `used` was obtained. */
  renew(used: Value): Promise<Value>;
}

interface Obtained<Value> {
  readonly value: Value;
  readonly until: number;
}

/** Concurrent callers share one call to `obtain` (single flight). A failure is not cached. */
export function renewable<Value>(
  obtain: (renewed: boolean) => Promise<Obtained<Value>>,
  clock: () => number,
): Renewable<Value> {
  let latest: Obtained<Value> | undefined;
  let pending: Promise<Value> | undefined;

  const start = (renewed: boolean): Promise<Value> => {
    pending = obtain(renewed)
      .then((obtained) => {
        latest = obtained;
        return obtained.value;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return {
    get() {
      if (pending !== undefined) return pending;
      return latest && latest.until > clock() ? Promise.resolve(latest.value) : start(latest !== undefined);
    },
    renew(used) {
      if (pending !== undefined) return pending;
      return latest && latest.value !== used ? Promise.resolve(latest.value) : start(true);
    },
  };
}
