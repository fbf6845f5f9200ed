import type { Route } from '../../core/runtime/http/route.ts';
import type { SupplierRouteKey } from './route-keys.ts';
import { getTable } from './routes/get-table.ts';
import { type PostContext, postDocument } from './routes/post-document.ts';
import type { SupplierCaller } from './supplier-route.ts';

/** The routes by which suppliers post their documents, and read what became of them. */
export function supplierRoutes(context: PostContext): {
  readonly [Key in SupplierRouteKey]: Route<SupplierCaller, Key>;
} {
  return {
    'POST /api/sn_spend_intg/spendint/catalog': postDocument('catalog', context),
    'POST /api/sn_spend_intg/spendint/price': postDocument('price', context),
    'POST /api/sn_spend_intg/spendint/availability': postDocument('availability', context),
    'POST /api/sn_spend_intg/spendint/orderack': postDocument('orderack', context),
    'POST /api/sn_spend_intg/spendint/shipment': postDocument('shipment', context),
    'POST /api/sn_spend_intg/spendint/invoice': postDocument('invoice', context),
    ...getTable(context.table),
  };
}
