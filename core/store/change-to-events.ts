import type { HubEvent } from '../../events/event.ts';
import { deliveryFromItem } from './deliveries.ts';
import { acknowledgementEvents, invoiceEvents, shipmentEvents } from './events/document-events.ts';
import { integrationEvents } from './events/integration-events.ts';
import { jobEvents } from './events/job-events.ts';
import { orderEvents } from './events/order-events.ts';
import { catalogEvents, productEvents } from './events/product-events.ts';
import { requestEvents } from './events/request-events.ts';
import { syncEvents } from './events/sync-events.ts';
import { deliveryEvents, subscriptionEvents } from './events/webhook-events.ts';
import { integrationStateFromItem } from './integration-states.ts';
import { jobFromItem } from './jobs.ts';
import { ENTITY } from './names.ts';
import { INVOICES, ORDERACKS, SHIPMENTS } from './order-documents.ts';
import { orderFromItem } from './purchase-orders.ts';
import { requestFromItem } from './requests.ts';
import { subscriptionFromItem } from './subscriptions.ts';
import { importedFromItem } from './supplier-documents.ts';
import { productFromItem } from './supplier-products.ts';
import { syncRecordFromItem } from './sync-records.ts';

type Item = Readonly<Record<string, unknown>>;
type ChangeToEvents = (before: Item | undefined, after: Item) => HubEvent[];

/** How an entity's changes become events: one pure function each. An entity without one has no events. */
const REGISTRY: Readonly<Record<string, ChangeToEvents>> = {
  [ENTITY.procurementRequest]: entity(requestFromItem, requestEvents),
  [ENTITY.purchaseOrder]: entity(orderFromItem, orderEvents),
  [ENTITY.supplierProduct]: entity(productFromItem, productEvents),
  [ENTITY.supplierDocument]: entity(importedFromItem, catalogEvents),
  [ENTITY.orderAcknowledgement]: entity(ORDERACKS.fromItem, acknowledgementEvents),
  [ENTITY.shipment]: entity(SHIPMENTS.fromItem, shipmentEvents),
  [ENTITY.invoice]: entity(INVOICES.fromItem, invoiceEvents),
  [ENTITY.syncRecord]: entity(syncRecordFromItem, syncEvents),
  [ENTITY.integrationState]: entity(integrationStateFromItem, integrationEvents),
  [ENTITY.erpSyncJob]: entity(jobFromItem, jobEvents),
  [ENTITY.subscription]: entity(subscriptionFromItem, subscriptionEvents),
  [ENTITY.delivery]: entity(deliveryFromItem, deliveryEvents),
};

function entity<Value>(
  fromItem: (item: unknown) => Value,
  events: (before: Value | undefined, after: Value) => HubEvent[],
): ChangeToEvents {
  return (before, after) => events(before && fromItem(before), fromItem(after));
}

/** The events of a change, from an item's images before and after it. */
export function changeToEvents(before: Item | undefined, after: Item | undefined): HubEvent[] {
  const toEvents = after && Object.hasOwn(REGISTRY, String(after.entity)) && REGISTRY[String(after.entity)];
  return toEvents ? toEvents(before, after) : [];
}
