import type { Supplier } from '../../core/domain/supplier.ts';
import type { Caller } from '../../core/runtime/http/caller.ts';

export type SupplierCaller = Caller & { readonly supplier: Supplier };
