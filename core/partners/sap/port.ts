import type { PurchaseOrder } from '../../domain/purchase-order.ts';
import { transitionOrder } from '../../domain/purchase-order.ts';
import { PermanentError } from '../../sync/errors.ts';
import { limitsOf } from '../../sync/integration-settings.ts';
import type { Known, PartnerPort, PortEnvironment, Step, Work } from '../../sync/partner-port.ts';
import { createIntegration } from '../integration.ts';
import { createSapClient, type SapClient } from './client.ts';
import { differencesOf } from './differences.ts';
import { SAP_INTEGRATION } from './integration.ts';
import { hubNumberOf, type NewSapPurchaseOrder, sapNumberOf, toSapPurchaseOrder } from './mappers.ts';
import { mappingsOf } from './mappings.ts';
import { cancelPurchaseOrder } from './operations/cancel-purchase-order.ts';
import { changePurchaseOrder } from './operations/change-purchase-order.ts';
import { createPurchaseOrder } from './operations/create-purchase-order.ts';
import { findPurchaseOrder } from './operations/find-purchase-order.ts';
import { readOrderContent, readPurchaseOrder } from './operations/read-purchase-order.ts';
import { isSapReference, type SapSettings, sapReference } from './settings.ts';

/** SAP S/4HANA behind the sync machine: each purchase order of the hub becomes one of SAP's, found by its reference. */
export function createSapPort(environment: PortEnvironment): PartnerPort<PurchaseOrder> {
  const openSap = createIntegration({ ...SAP_INTEGRATION, createClient: createSapClient }, environment);

  return {
    partner: 'sap',
    flow: 'order',
    entity: 'purchase_order',
    async plan(order, known) {
      if (known.revision === order.revision && !known.inDoubt && !known.linked) return undefined;
      const { settings, client } = await openSap(order.org_id);
      return planWith(client, settings, order, known, environment);
    },
    /** `PO-4500012847` for SAP's 4500012847 (procurement-api 9). */
    learned(order, { id }, now) {
      const poNumber = hubNumberOf(id);
      if (order.erp_po_number === poNumber) return undefined;
      return transitionOrder(order, { kind: 'number', poNumber }, now);
    },
  };
}

async function planWith(
  client: SapClient,
  settings: SapSettings,
  order: PurchaseOrder,
  known: Known,
  { loadMappings }: PortEnvironment,
): Promise<Work | undefined> {
  const limits = limitsOf(settings);
  const isCancelled = order.status === 'cancelled';
  if (known.linked) return { limits, ...checkLink(client, order, known.linked.id) };
  if (known.document) {
    const number = known.document.id;
    return { limits, ...(isCancelled ? cancel(client, number) : change(client, settings, order, number)) };
  }
  // A create in doubt is looked for although the order is cancelled meanwhile.
  if (isCancelled && !known.inDoubt) return undefined;
  // Not in the call: a failure to read them would leave it in doubt.
  const mappings = await loadMappings(order.org_id, mappingsOf(order));
  return { limits, ...create(client, order, () => toSapPurchaseOrder(order, settings, mappings)) };
}

type SapWork = Omit<Work, 'limits'>;

function create(client: SapClient, order: PurchaseOrder, toSap: () => NewSapPurchaseOrder): SapWork {
  return {
    intent: 'create',
    async look(context): Promise<Step | undefined> {
      const found = await findPurchaseOrder(client, context, sapReference(order.org_id, order.id));
      // The order may have changed since the call that created it: the next step compares them.
      return found && { kind: 'step', document: { id: found.PurchaseOrder } };
    },
    async act(context) {
      const { PurchaseOrder } = await createPurchaseOrder(client, context, toSap());
      return { kind: 'done', document: { id: PurchaseOrder } };
    },
  };
}

function change(client: SapClient, settings: SapSettings, order: PurchaseOrder, number: string): SapWork {
  const document = { id: number };
  return {
    intent: `change to revision ${order.revision}`,
    async look(context) {
      const content = await readOrderContent(client, context, number);
      return differencesOf(order, number, content, settings).length === 0 ? { kind: 'done', document } : undefined;
    },
    async act(context) {
      const content = await readOrderContent(client, context, number);
      // The first needs no further read, so that an attempt carries at least one however slow SAP is.
      for (const [index, difference] of differencesOf(order, number, content, settings).entries()) {
        await changePurchaseOrder(client, context, difference, index === 0);
      }
      return { kind: 'done', document };
    },
  };
}

function cancel(client: SapClient, number: string): SapWork {
  const document = { id: number };
  return {
    intent: 'cancel',
    async look(context) {
      const { PurchaseOrderDeletionCode } = await readPurchaseOrder(client, context, number);
      return PurchaseOrderDeletionCode === 'L' ? { kind: 'done', document } : undefined;
    },
    async act(context) {
      const header = await readPurchaseOrder(client, context, number);
      if (header.PurchaseOrderDeletionCode !== 'L') await cancelPurchaseOrder(client, context, header);
      return { kind: 'done', document };
    },
  };
}

/** A person vouches for what the order has. A cancelled order is then cancelled in SAP too. */
function checkLink(client: SapClient, order: PurchaseOrder, documentId: string): SapWork {
  return {
    intent: 'link',
    async act(context) {
      const header = await readPurchaseOrder(client, context, sapNumberOf(documentId));
      const document = { id: header.PurchaseOrder };
      const reference = header.CorrespncExternalReference;
      if (isSapReference(reference) && reference !== sapReference(order.org_id, order.id)) {
        throw notLinkable(`Order ${document.id} has the reference of another order of the hub.`);
      }
      if (order.status === 'cancelled') return { kind: 'step', document };
      if (header.PurchaseOrderDeletionCode === '') return { kind: 'done', document };
      throw notLinkable(`Order ${document.id} is deleted in SAP.`);
    },
  };
}

function notLinkable(reason: string): PermanentError {
  return new PermanentError('sap.document_differs', reason);
}
