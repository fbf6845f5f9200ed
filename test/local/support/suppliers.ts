import { call, type HttpResponse } from './http.ts';
import type { SupplierAccess, TestHub } from './hub.ts';

export interface SupplierCall {
  /** The first of `hub.json` when absent; null sends no credentials. */
  readonly supplier?: Pick<SupplierAccess, 'username' | 'password'> | null;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  readonly accept?: string;
}

/** Calls the API of suppliers as a supplier does: `supplierCall(hub, 'POST', `${SPENDINT}/orderack?mode=sync`, {body})`. */
export function supplierCall(
  hub: TestHub,
  method: string,
  path: string,
  { supplier = supplierOf(hub), body, accept }: SupplierCall = {},
): Promise<HttpResponse> {
  const basic = supplier && Buffer.from(`${supplier.username}:${supplier.password}`).toString('base64');
  const headers = { ...(basic && { authorization: `Basic ${basic}` }), ...(accept !== undefined && { accept }) };
  return call(method, hub.info.api + path, body, headers);
}

/** The path of the documents that suppliers post, without their kind. */
export const SPENDINT = '/api/sn_spend_intg/spendint';

/** A supplier of the example organization, by id. */
export function supplierOf(hub: TestHub, supplierId = 'SUP-1001'): SupplierAccess {
  const found = hub.info.suppliers.find(({ supplier_id }) => supplier_id === supplierId);
  if (!found) throw new Error(`hub.json has no supplier ${supplierId}`);
  return found;
}
