import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { childrenOf, dateOf, type Entity, numberOf, round, textOf } from '../entity.ts';
import { type Clock, existing } from '../simulator.ts';
import { computeItem, PROCESSING } from './complete-order.ts';
import type { Orders } from './orders.ts';

const ActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['release', 'reject']) }),
  /** Goods receipt of quantities by item number, or of all that is open. */
  z.strictObject({ action: z.literal('receive'), items: z.record(z.string(), z.number().positive()).optional() }),
]);

/** The items of accounting documents, one document for each goods receipt (sap 67). */
export type Postings = MemoryCollection<Entity>;

const FIRST_DOCUMENT = 5000000000;

/** What people do with an order in SAP. */
export function controlRoutes(orders: Orders, postings: Postings, clock: Clock): JsonRoutes {
  /** sap 36. */
  function endApproval(order: Entity, isReleased: boolean): void {
    if (order.PurchasingProcessingStatus !== PROCESSING.inRelease)
      throw new HttpError(409, 'The order is not in release.');
    order.PurchasingProcessingStatus = isReleased ? PROCESSING.released : PROCESSING.rejected;
    order.ReleaseIsNotCompleted = !isReleased;
  }

  function receive(order: Entity, wanted: Readonly<Record<string, number>> | undefined): void {
    if (order.ReleaseIsNotCompleted) throw new HttpError(409, 'The order is not released.');
    const PostingDate = dateOf(clock());
    const FiscalYear = PostingDate.slice(0, 4);
    const AccountingDocument = String(FIRST_DOCUMENT + postings.size);
    const document = { AccountingDocument, FiscalYear, LedgerFiscalYear: FiscalYear, PostingDate };
    const received = receivable(order, wanted).flatMap(({ item, quantity }) => receiveItem(item, quantity));
    for (const [index, posting] of received.entries()) {
      postings.append({ ...document, AccountingDocumentItem: String(index + 1), ...posting });
    }
  }

  return {
    'POST /orders/{number}': ({ params: { number = '' }, body }) => {
      const action = parseBody(ActionSchema, body);
      const order = existing(orders.get(number), `purchase order ${number}`);
      if (textOf(order, 'PurchaseOrderDeletionCode') !== '') throw new HttpError(409, 'The order is deleted.');
      orders.change({ entity: order, root: order }, ({ root }) => {
        if (action.action === 'receive') receive(root, action.items);
        else endApproval(root, action.action === 'release');
      });
    },
  };
}

/** The quantities to receive, with their items. Throws when less of one is open. */
function receivable(order: Entity, wanted: Readonly<Record<string, number>> | undefined) {
  const items = childrenOf(order, '_PurchaseOrderItem').filter((item) => !item.PurchasingDocumentDeletionCode);
  const unknown = Object.keys(wanted ?? {}).find((number) => items.every((item) => item.PurchaseOrderItem !== number));
  if (unknown !== undefined) throw new HttpError(409, `The order has no item ${unknown}, or it is deleted.`);
  return items.flatMap((item) => {
    const number = textOf(item, 'PurchaseOrderItem');
    const open = Math.max(0, round(numberOf(item, 'OrderQuantity') - numberOf(item, 'ReceivedQuantity'), 3));
    const quantity = wanted === undefined ? open : (wanted[number] ?? 0);
    if (quantity > open) throw new HttpError(409, `Item ${number} has less to receive.`);
    return quantity > 0 ? [{ item, quantity }] : [];
  });
}

/** Changes an item (sap 38), and returns the postings of the quantity's share of its value to its cost centers. */
function receiveItem(item: Entity, quantity: number): Entity[] {
  const [ordered, before] = [numberOf(item, 'OrderQuantity'), numberOf(item, 'ReceivedQuantity')];
  const received = round(before + quantity, 3);
  item.ReceivedQuantity = received;
  if (received === ordered) item.IsCompletelyDelivered = true;
  computeItem(item);
  return childrenOf(item, '_PurOrdAccountAssignment').map((account) => {
    // The difference of rounded sums, so that all receipts of an item add up to its value.
    const amountOf = (part: number) => round((numberOf(account, 'PurgDocNetAmount') * part) / ordered, 2);
    return {
      PurchasingDocument: textOf(item, 'PurchaseOrder'),
      PurchasingDocumentItem: textOf(item, 'PurchaseOrderItem'),
      CostCenter: textOf(account, 'CostCenter'),
      GLAccount: textOf(account, 'GLAccount'),
      AmountInCompanyCodeCurrency: round(amountOf(received) - amountOf(before), 2),
    };
  });
}
