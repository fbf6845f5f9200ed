/** Makes `Date` of this thread tell a time that is off by `offsetMs`. */
export function shiftClock(offsetMs) {
  const { now } = Date;
  const shifted = () => now() + offsetMs;
  globalThis.Date = new Proxy(Date, {
    apply: (target) => new target(shifted()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [shifted()] : args, newTarget),
    get: (target, name) => (name === 'now' ? shifted : Reflect.get(target, name)),
  });
}
