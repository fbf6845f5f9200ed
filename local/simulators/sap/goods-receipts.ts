import type { MemoryCollection } from '../../collections.ts';
import { HttpError } from '../../http/json-api.ts';
import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { dateOf, round } from '../formats.ts';
import { computeItem } from './complete-order.ts';

/** The items of accounting documents, one document for each goods receipt (sap 67). */
export type Postings = MemoryCollection<Entity>;

const FIRST_DOCUMENT = 5000000000;

/** Quantities by item number. */
type Quantities = Readonly<Record<string, number>>;

/** Changes an order by the receipt of some quantities, or of all that is open (sap 38), and posts it. */
export function receive(order: Entity, wanted: Quantities | undefined, postings: Postings, now: number): void {
  const PostingDate = dateOf(now);
  const FiscalYear = PostingDate.slice(0, 4);
  const AccountingDocument = String(FIRST_DOCUMENT + postings.size);
  const document = { AccountingDocument, FiscalYear, LedgerFiscalYear: FiscalYear, PostingDate };
  const items = receivableItems(order, wanted).flatMap(({ item, quantity }) => receiveItem(item, quantity));
  for (const [index, item] of items.entries()) {
    postings.append({ ...document, AccountingDocumentItem: String(index + 1), ...item });
  }
}

/** Throws when the order has less to receive. */
function receivableItems(order: Entity, wanted: Quantities | undefined) {
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

/** The postings of the quantity's share of the item's value to its cost centers. */
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
