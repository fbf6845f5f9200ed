/** A token, session or the like: obtained when first needed, shared by all who need it, renewed when it is over. */
export interface Renewable<Value> {
  get(): Promise<Value>;
  /** Obtains a new one unless someone already did since `used` was got. */
  renew(used: Value): Promise<Value>;
}

interface Obtained<Value> {
  readonly value: Value;
  /** When it ends, in milliseconds since the epoch. */
  readonly until: number;
}

/** Callers that come while one is being obtained wait for it (single flight); a failure is not kept. */
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
      if (pending) return pending;
      return latest && latest.until > clock() ? Promise.resolve(latest.value) : start(latest !== undefined);
    },
    renew(used) {
      if (pending) return pending;
      return latest && latest.value !== used ? Promise.resolve(latest.value) : start(true);
    },
  };
}
