import { type FieldError, invalidFields } from './errors.ts';
import { MAX_AMOUNT, toDecimal, toMinor } from './money.ts';
import { type LineItem, type ProcurementRequest, totalMinor } from './procurement-request.ts';
import { LIMITS, type LineItemInput } from './request-input.ts';
import { contractOf, type OfferedProduct, requireSupplier, type SupplierOffer } from './supplier-offer.ts';
import { isSameVendor } from './vendor-list.ts';

/** What a request is for, and from whom. */
export type Purchase = Pick<ProcurementRequest, 'items' | 'currency' | 'supplier_id' | 'vendor'>;

export interface PurchaseInput {
  readonly items: readonly LineItemInput[];
  readonly vendor?: string | null | undefined;
}

/** As many as 200 items can have that the caller describes: their order, with what its supplier says of it, stays under 400 KB. */
const MAX_BYTES = 225_000;

interface PricedItem {
  readonly item: LineItem;
  readonly currency: string;
}

/**
 * What a caller asks for on a day, YYYY-MM-DD: items in minor units of the one currency that they share (procurement-api 47),
 * and of a supplier's product what the caller has left out (procurement-api 150–153). Throws `validation.failed` naming every
 * item that can't be bought as it says.
 */
export function purchaseOf(
  { items, vendor }: PurchaseInput,
  offer: SupplierOffer | undefined,
  today: string,
): Purchase {
  const faults: FieldError[] = [];
  const say = (path: string, message: string): undefined => {
    faults.push({ path, message });
  };
  const supplierVendor = offer && vendorOfSupplier(requireSupplier(offer), offer.vendor, vendor);
  const priced = items.map((input, index) => {
    const sayOfItem = (field: string, message: string) => say(`items.${index}.${field}`, message);
    return offer ? suppliedItem(input, offer, today, sayOfItem) : ownItem(input);
  });
  const currency = priced.find((one) => one !== undefined)?.currency ?? '';
  priced.forEach((one, index) => {
    if (!one || one.currency === currency) return;
    const message = `must be ${currency}, the currency of the first item: the items of a request share one currency`;
    say(`items.${index}.currency`, message);
  });
  const bought = priced.flatMap((one) => one?.item ?? []);
  if (faults.length === 0 && toDecimal(totalMinor(bought), currency) > MAX_AMOUNT) {
    say('items', `must cost at most ${MAX_AMOUNT} in total`);
  }
  if (offer && Buffer.byteLength(JSON.stringify(bought)) > MAX_BYTES) {
    say('items', `must have at most ${MAX_BYTES / 1000} kB, with what the catalog says of them`);
  }
  if (faults.length > 0) throw invalidFields(faults);
  return {
    items: bought,
    currency,
    supplier_id: offer?.supplierId ?? null,
    vendor: supplierVendor ?? vendor ?? null,
  };
}

/**
 * What an edit of items and vendor changes of a purchase. The vendor of a supplier's products stays the supplier's
 * (procurement-api 153). Throws as `purchaseOf`.
 */
export function changedPurchase(
  { supplier_id, vendor: former }: Pick<Purchase, 'supplier_id' | 'vendor'>,
  { items, vendor }: Partial<PurchaseInput>,
  offer: SupplierOffer | undefined,
  today: string,
): Partial<Purchase> {
  if (items) {
    const { vendor: next, ...rest } = purchaseOf({ items, vendor }, offer, today);
    return { ...rest, ...((offer || vendor !== undefined) && { vendor: next }) };
  }
  if (vendor === undefined) return {};
  return { vendor: supplier_id === null ? vendor : vendorOfSupplier(supplier_id, former ?? '', vendor) };
}

/** An item without supplier: the schema has seen that nothing is left out. */
function ownItem({ name = '', sku, quantity, unit_cost = 0, currency = '' }: LineItemInput): PricedItem {
  const unit_cost_minor = toMinor(unit_cost, currency);
  return { currency, item: { name, sku, quantity, unit_cost_minor, mpn: null, unit: null, contract_number: null } };
}

/** An item that is a supplier's product: a given name wins, a price other than the contract's is refused (procurement-api 150, 152). */
function suppliedItem(
  input: LineItemInput,
  offer: SupplierOffer,
  today: string,
  say: (field: string, message: string) => undefined,
): PricedItem | undefined {
  const product = offer.products.find(({ sku }) => sku === input.sku);
  const contract = contractOf(product, offer.supplierId, today);
  if (!product || 'fault' in contract) return say('sku', 'fault' in contract ? contract.fault : '');
  const { contract_number, negotiated_currency: currency, negotiated_price_minor: unit_cost_minor } = contract;
  const price = toDecimal(unit_cost_minor, currency);
  const ofContract = `in the contract of ${offer.supplierId}`;
  if ((input.currency ?? currency) !== currency) return say('currency', `must be ${currency}, as ${ofContract}`);
  if ((input.unit_cost ?? price) !== price) return say('unit_cost', `must be ${price} ${currency}, as ${ofContract}`);
  const { sku, quantity } = input;
  const { mpn, unit } = product;
  const name = input.name ?? shortName(product);
  return { currency, item: { name, sku, quantity, unit_cost_minor, mpn, unit, contract_number } };
}

/** Suppliers' names of products are longer than those of items. */
function shortName({ product_name }: OfferedProduct): string {
  return product_name.slice(0, LIMITS.name).toWellFormed().trim();
}

function vendorOfSupplier(supplierId: string, name: string, given: string | null | undefined): string {
  if (given == null || isSameVendor(given, name)) return name;
  throw invalidFields([{ path: 'vendor', message: `must be ${name}, the vendor that ${supplierId} is` }]);
}
