import type { Supplier } from '../../core/domain/supplier.ts';
import type { Caller } from '../../core/runtime/http/caller.ts';
import type { HttpEvent } from '../../core/runtime/http/request.ts';
import type { Route, RouteOutcome } from '../../core/runtime/http/route.ts';

/** A supplier that has shown its password. */
export interface SupplierCaller extends Caller {
  readonly supplier: Supplier;
}

/** Defines a route of the API of suppliers. What a supplier may do is the route's own rule: it throws a DialectError. */
export function defineSupplierRoute<Key extends string>(
  key: Key,
  run: (event: HttpEvent, caller: SupplierCaller, nowMs: number) => Promise<RouteOutcome>,
): Route<SupplierCaller, Key> {
  return { key, input: { roles: [] }, authorize: () => {}, run };
}
