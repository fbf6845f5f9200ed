/**
 * The routes of the API of suppliers, by API Gateway's route key, with ServiceNow's paths (spendint 1, 35). `lib` builds the API
 * from this list, and the compiler checks that `routes.ts` has a handler for each.
 */
export const SUPPLIER_ROUTE_KEYS = [
  'POST /api/sn_spend_intg/spendint/catalog',
  'POST /api/sn_spend_intg/spendint/price',
  'POST /api/sn_spend_intg/spendint/availability',
  'POST /api/sn_spend_intg/spendint/orderack',
  'POST /api/sn_spend_intg/spendint/shipment',
  'POST /api/sn_spend_intg/spendint/invoice',
  'GET /api/now/table/{table}',
  'GET /api/now/table/{table}/{sys_id}',
  'GET /api/now/{version}/table/{table}',
  'GET /api/now/{version}/table/{table}/{sys_id}',
] as const;

export type SupplierRouteKey = (typeof SUPPLIER_ROUTE_KEYS)[number];

/** For all that is not there: the hub's default route would ask a supplier for a token. */
export const SUPPLIER_DEFAULT_ROUTE_KEY = 'ANY /api/{proxy+}';
