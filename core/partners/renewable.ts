/** A value with a lifetime, such as a token or a session: obtained on first use, shared by all callers, then renewed. */
export interface Renewable<Context, Value> {
  get(context: Context): Promise<Value>;
  /** Obtains a new value unless another caller has done so since `used` was obtained. */
  renew(context: Context, used: Value): Promise<Value>;
  /** Ends the lifetime of a value that has proved useless: the next caller renews it. */
  expire(used: Value): void;
}

interface Obtained<Value> {
  readonly value: Value;
  readonly until: number;
}

/** Concurrent callers share one call to `obtain` (single flight). A failure is not cached. */
export function renewable<Context, Value>(
  obtain: (context: Context, renewed: boolean) => Promise<Obtained<Value>>,
  clock: () => number,
): Renewable<Context, Value> {
  let latest: Obtained<Value> | undefined;
  let pending: Promise<Value> | undefined;

  const start = (context: Context, renewed: boolean): Promise<Value> => {
    pending = obtain(context, renewed)
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
    get(context) {
      if (pending !== undefined) return pending;
      return latest && latest.until > clock() ? Promise.resolve(latest.value) : start(context, latest !== undefined);
    },
    renew(context, used) {
      if (pending !== undefined) return pending;
      return latest && latest.value !== used ? Promise.resolve(latest.value) : start(context, true);
    },
    expire(used) {
      if (latest?.value === used) latest = { value: used, until: 0 };
    },
  };
}
