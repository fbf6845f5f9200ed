/** What an item's other values determine: amounts, their distribution, and what is still to be delivered. */
import { childrenOf, type Entity, numberOf, textOf } from './entity.ts';
import { round } from './formats.ts';
import { CURRENCY_DECIMALS } from './master-data.ts';

/** To be called after every change of an item. */
export function computeItem(item: Entity): void {
  const decimals = CURRENCY_DECIMALS[textOf(item, 'DocumentCurrency')] ?? 2;
  const quantity = numberOf(item, 'OrderQuantity');
  const net = round((quantity * numberOf(item, 'NetPriceAmount')) / numberOf(item, 'NetPriceQuantity'), decimals);
  Object.assign(item.values, { NetAmount: net, GrossAmount: net, EffectiveAmount: net });
  for (const account of childrenOf(item, '_PurOrdAccountAssignment')) {
    account.values.PurgDocNetAmount = round(net * shareOf(account, item), decimals);
  }
  const lines = childrenOf(item, '_PurchaseOrderScheduleLineTP');
  for (const line of lines) {
    const open = item.values.IsCompletelyDelivered ? 0 : numberOf(line, 'ScheduleLineOrderQuantity');
    line.values.OpenPurchaseOrderQuantity = open;
  }
}

/** Facts 1.4: distribution 2 is by percentage; 1, by quantity (inferred). */
function shareOf(account: Entity, item: Entity): number {
  const distribution = textOf(item, 'MultipleAcctAssgmtDistribution');
  if (distribution === '2') return numberOf(account, 'MultipleAcctAssgmtDistrPercent') / 100;
  if (distribution === '1') return numberOf(account, 'Quantity') / numberOf(item, 'OrderQuantity');
  return 1;
}
