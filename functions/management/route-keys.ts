/**
 * The routes by which administrators manage an organization, by API Gateway's route key. `lib` builds the API from this
 * list, and the compiler checks that `index.ts` has a handler for each.
 */
export const MANAGEMENT_ROUTE_KEYS = [
  'POST /v1/erp/sync',
  'PATCH /v1/erp/vendors/{id}',
  'PUT /v1/erp/budgets/{fiscal_year}/{cost_center}',
  'PUT /v1/catalog/category',
  'GET /v1/organization',
  'PUT /v1/organization',
  'GET /v1/integrations',
  'GET /v1/integrations/{partner}',
  'PUT /v1/integrations/{partner}',
  'DELETE /v1/integrations/{partner}',
  'GET /v1/integrations/{partner}/schema',
  'POST /v1/integrations/{partner}/test',
  'GET /v1/integrations/{partner}/mappings',
  'PUT /v1/integrations/{partner}/mappings/{kind}/{key}',
  'DELETE /v1/integrations/{partner}/mappings/{kind}/{key}',
  'GET /v1/integrations/{partner}/health',
  'POST /v1/integrations/{partner}/resume',
  'GET /v1/health',
  'GET /v1/sync/records',
  'POST /v1/sync/records/{id}/retry',
  'POST /v1/sync/records/{id}/link',
  'POST /v1/sync/retry',
  'GET /v1/subscriptions',
  'POST /v1/subscriptions',
  'GET /v1/subscriptions/{id}',
  'PATCH /v1/subscriptions/{id}',
  'DELETE /v1/subscriptions/{id}',
  'POST /v1/subscriptions/{id}/rotate',
  'POST /v1/subscriptions/{id}/test',
  'GET /v1/subscriptions/{id}/deliveries',
  'POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver',
  'GET /v1/suppliers',
  'POST /v1/suppliers',
  'GET /v1/suppliers/{supplier_id}',
  'PATCH /v1/suppliers/{supplier_id}',
  'POST /v1/suppliers/{supplier_id}/rotate',
] as const;

export type ManagementRouteKey = (typeof MANAGEMENT_ROUTE_KEYS)[number];
