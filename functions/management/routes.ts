import type { UrlRules } from '../../core/partners/addresses.ts';
import type { JwtCaller } from '../../core/runtime/http/caller.ts';
import type { Route } from '../../core/runtime/http/route.ts';
import type { PartnerSecrets } from '../../core/runtime/partner-secrets.ts';
import type { Table } from '../../core/store/table.ts';
import type { ManagementRouteKey } from './route-keys.ts';
import { createSubscription } from './routes/create-subscription.ts';
import { createSupplier } from './routes/create-supplier.ts';
import { removeIntegration } from './routes/delete-integration.ts';
import { removeMapping } from './routes/delete-mapping.ts';
import { deleteSubscription } from './routes/delete-subscription.ts';
import { getHealth } from './routes/get-health.ts';
import { getIntegration } from './routes/get-integration.ts';
import { getIntegrationHealth } from './routes/get-integration-health.ts';
import { getIntegrationSchema } from './routes/get-integration-schema.ts';
import { getOrganization } from './routes/get-organization.ts';
import { getSubscription } from './routes/get-subscription.ts';
import { getSupplier } from './routes/get-supplier.ts';
import { linkSyncRecord } from './routes/link-sync-record.ts';
import { listDeliveries } from './routes/list-deliveries.ts';
import { listIntegrations } from './routes/list-integrations.ts';
import { listMappings } from './routes/list-mappings.ts';
import { listSubscriptions } from './routes/list-subscriptions.ts';
import { listSuppliers } from './routes/list-suppliers.ts';
import { listSyncRecords } from './routes/list-sync-records.ts';
import { putBudget } from './routes/put-budget.ts';
import { putCategory } from './routes/put-category.ts';
import { putIntegration } from './routes/put-integration.ts';
import { putMapping } from './routes/put-mapping.ts';
import { putOrganization } from './routes/put-organization.ts';
import { redeliver } from './routes/redeliver.ts';
import { resumeIntegration } from './routes/resume-integration.ts';
import { retrySyncRecord } from './routes/retry-sync-record.ts';
import { retrySyncs } from './routes/retry-syncs.ts';
import { rotateSubscriptionSecret } from './routes/rotate-subscription-secret.ts';
import { rotateSupplierPassword } from './routes/rotate-supplier-password.ts';
import { startSync } from './routes/start-sync.ts';
import { testIntegration } from './routes/test-integration.ts';
import { testSubscription } from './routes/test-subscription.ts';
import { updateSubscription } from './routes/update-subscription.ts';
import { updateSupplier } from './routes/update-supplier.ts';
import { updateVendor } from './routes/update-vendor.ts';
import type { WebhookServices } from './webhook-services.ts';

/** What the routes use. */
export interface ManagementContext {
  readonly table: Table;
  readonly secrets: PartnerSecrets;
  readonly urls: UrlRules;
  readonly webhooks: WebhookServices;
}

/** The routes by which administrators manage an organization. */
export function managementRoutes({ table, secrets, urls, webhooks }: ManagementContext): {
  readonly [Key in ManagementRouteKey]: Route<JwtCaller, Key>;
} {
  return {
    'GET /v1/integrations/{partner}/health': getIntegrationHealth(table),
    'POST /v1/integrations/{partner}/resume': resumeIntegration(table),
    'PUT /v1/erp/budgets/{fiscal_year}/{cost_center}': putBudget(table),
    'POST /v1/erp/sync': startSync(table),
    'PATCH /v1/erp/vendors/{id}': updateVendor(table),
    'PUT /v1/catalog/category': putCategory(table),
    'GET /v1/organization': getOrganization(table),
    'PUT /v1/organization': putOrganization(table),
    'GET /v1/integrations': listIntegrations(table),
    'GET /v1/integrations/{partner}': getIntegration(table, secrets),
    'PUT /v1/integrations/{partner}': putIntegration(table, secrets, urls),
    'DELETE /v1/integrations/{partner}': removeIntegration(table, secrets),
    'GET /v1/integrations/{partner}/schema': getIntegrationSchema(),
    'POST /v1/integrations/{partner}/test': testIntegration(table, secrets, urls),
    'GET /v1/integrations/{partner}/mappings': listMappings(table),
    'PUT /v1/integrations/{partner}/mappings/{kind}/{key}': putMapping(table),
    'DELETE /v1/integrations/{partner}/mappings/{kind}/{key}': removeMapping(),
    'GET /v1/health': getHealth(table),
    'GET /v1/sync/records': listSyncRecords(table),
    'POST /v1/sync/records/{id}/retry': retrySyncRecord(table),
    'POST /v1/sync/records/{id}/link': linkSyncRecord(table),
    'POST /v1/sync/retry': retrySyncs(table),
    'GET /v1/subscriptions': listSubscriptions(table),
    'POST /v1/subscriptions': createSubscription(webhooks),
    'GET /v1/subscriptions/{id}': getSubscription(table),
    'PATCH /v1/subscriptions/{id}': updateSubscription(webhooks),
    'DELETE /v1/subscriptions/{id}': deleteSubscription(webhooks),
    'POST /v1/subscriptions/{id}/rotate': rotateSubscriptionSecret(webhooks),
    'POST /v1/subscriptions/{id}/test': testSubscription(webhooks),
    'GET /v1/subscriptions/{id}/deliveries': listDeliveries(table),
    'POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver': redeliver(table),
    'GET /v1/suppliers': listSuppliers(table),
    'POST /v1/suppliers': createSupplier(table),
    'GET /v1/suppliers/{supplier_id}': getSupplier(table),
    'PATCH /v1/suppliers/{supplier_id}': updateSupplier(table),
    'POST /v1/suppliers/{supplier_id}/rotate': rotateSupplierPassword(table),
  };
}
