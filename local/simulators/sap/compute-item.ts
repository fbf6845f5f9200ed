import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { round } from '../formats.ts';
import { decimalsOfCurrency } from './master-data.ts';

/** Computes an item's amounts, their distribution and the open quantities. To be called after every change. */
export function computeItem(item: Entity): void {
  const decimals = decimalsOfCurrency(textOf(item, 'DocumentCurrency')) ?? 2;
  const quantity = numberOf(item, 'OrderQuantity');
  const net = round((quantity * numberOf(item, 'NetPriceAmount')) / numberOf(item, 'NetPriceQuantity'), decimals);
  Object.assign(item, { NetAmount: net, GrossAmount: net, EffectiveAmount: net });
  for (const account of childrenOf(item, '_PurOrdAccountAssignment')) {
    account.PurgDocNetAmount = round(net * shareOf(account, item), decimals);
  }
  let received = numberOf(item, 'ReceivedQuantity');
  for (const line of childrenOf(item, '_PurchaseOrderScheduleLineTP')) {
    const ordered = numberOf(line, 'ScheduleLineOrderQuantity');
    const open = Math.max(0, round(ordered - received, 3));
    received = Math.max(0, received - ordered);
    line.OpenPurchaseOrderQuantity = item.IsCompletelyDelivered ? 0 : open;
  }
}

/** sap 27. */
function shareOf(account: Entity, item: Entity): number {
  const distribution = textOf(item, 'MultipleAcctAssgmtDistribution');
  if (distribution === '2') return numberOf(account, 'MultipleAcctAssgmtDistrPercent') / 100;
  if (distribution === '1') return numberOf(account, 'Quantity') / numberOf(item, 'OrderQuantity');
  return 1;
}
