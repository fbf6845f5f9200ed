import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HubError } from '../../../../core/domain/errors.ts';
import { toDecimal } from '../../../../core/domain/money.ts';
import { totalMinor } from '../../../../core/domain/procurement-request.ts';
import { changedPurchase, purchaseOf } from '../../../../core/domain/purchase.ts';
import type { LineItemInput } from '../../../../core/domain/request-input.ts';
import type { OfferedProduct, SupplierOffer } from '../../../../core/domain/supplier-offer.ts';
import { PLAIN } from '../../support/requests.ts';

const TODAY = '2026-11-22';
const own = { name: 'HPE 32GB DDR5 RDIMM', sku: 'HPE-DDR5-32G-RD', quantity: 4, unit_cost: 1.1, currency: 'USD' };
const contract = {
  contract_number: 'C-1',
  negotiated_price_minor: 45_650,
  negotiated_currency: 'USD',
  contract_start_date: null,
  contract_end_date: null,
};
const laptop: OfferedProduct = {
  sku: '55788741',
  product_name: 'Apple MacBook Pro 13 Core i7',
  mpn: 'Z0WQ-20004301931',
  unit: 'Each',
  contract_agreement: contract,
};
const wanted = { supplier_id: 'SUP-1', sku: laptop.sku, quantity: 2 };

function offerOf(...products: OfferedProduct[]): SupplierOffer {
  return { supplierId: 'SUP-1', supplier: { enabled: true }, vendor: 'Dell Technologies', products };
}

function faultsOf(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    if (error instanceof HubError) return Object.fromEntries(error.fields.map(({ path, message }) => [path, message]));
    throw error;
  }
  return {};
}
const faults = (items: readonly LineItemInput[], offer?: SupplierOffer, vendor?: string | null) =>
  faultsOf(() => purchaseOf({ items, vendor }, offer, TODAY));

describe('a purchase without supplier', () => {
  it('has the prices that it says, in minor units of the one currency that its items share', () => {
    expect(purchaseOf({ items: [own], vendor: 'HPE' }, undefined, TODAY)).toEqual({
      currency: 'USD',
      items: [{ name: own.name, sku: own.sku, quantity: 4, unit_cost_minor: 110, ...PLAIN }],
      supplier_id: null,
      vendor: 'HPE',
    });
  });

  it('has no vendor where none is given', () => {
    expect(purchaseOf({ items: [own] }, undefined, TODAY).vendor).toBeNull();
  });

  it('is rejected with every item of another currency', () => {
    const euros = { ...own, currency: 'EUR' };
    expect(Object.keys(faults([own, euros, own, euros]))).toEqual(['items.1.currency', 'items.3.currency']);
  });

  it('is rejected with a total beyond the fields of ERPs, and not one below', () => {
    expect(faults([{ ...own, quantity: 1, unit_cost: 99_999_999_999.99 }])).toEqual({});
    expect(Object.keys(faults([{ ...own, quantity: 1, unit_cost: 99_999_999_999.99 }, own]))).toEqual(['items']);
  });
});

describe("a purchase of a supplier's products", () => {
  it('has from the product what the caller leaves out, and the vendor that the supplier is', () => {
    expect(purchaseOf({ items: [wanted] }, offerOf(laptop), TODAY)).toEqual({
      currency: 'USD',
      items: [
        {
          name: laptop.product_name,
          sku: laptop.sku,
          quantity: 2,
          unit_cost_minor: 45_650,
          mpn: laptop.mpn,
          unit: 'Each',
          contract_number: 'C-1',
        },
      ],
      supplier_id: 'SUP-1',
      vendor: 'Dell Technologies',
    });
  });

  it('has the name that the caller gives, and the price that both say', () => {
    const items = [{ ...wanted, name: 'A laptop', unit_cost: 456.5, currency: 'USD' }];
    const { items: bought } = purchaseOf({ items }, offerOf(laptop), TODAY);
    expect(bought).toMatchObject([{ name: 'A laptop', unit_cost_minor: 45_650 }]);
  });

  it('has no more than its order has room for, with the longest texts of a catalog', () => {
    const long = (letter: string): OfferedProduct => ({
      ...{
        sku: letter.repeat(100),
        product_name: letter.repeat(1000),
        mpn: letter.repeat(100),
        unit: letter.repeat(40),
      },
      contract_agreement: { ...contract, contract_number: letter.repeat(100) },
    });
    const items = (letter: string) => Array.from({ length: 200 }, () => ({ ...wanted, sku: letter.repeat(100) }));
    expect(faults(items('a'), offerOf(long('a')))).toEqual({});
    expect(faults(items('語'), offerOf(long('語')))).toEqual({
      items: 'must have at most 225 kB, with what the catalog says of them',
    });
  });

  it('has one product in several lines', () => {
    expect(purchaseOf({ items: [wanted, wanted] }, offerOf(laptop), TODAY).items).toHaveLength(2);
  });

  it('has a long name in short, without half a character', () => {
    const name = `${'x'.repeat(254)}😀 and more`;
    const [item] = purchaseOf({ items: [wanted] }, offerOf({ ...laptop, product_name: name }), TODAY).items;
    expect(item?.name.length).toBeLessThanOrEqual(255);
    expect(item?.name.isWellFormed()).toBe(true);
  });

  it.each<[string, Partial<LineItemInput>, Partial<OfferedProduct>, Record<string, unknown>]>([
    [
      'a price of its own',
      { unit_cost: 1 },
      {},
      { 'items.0.unit_cost': 'must be 456.5 USD, as in the contract of SUP-1' },
    ],
    ['a lower price by a cent', { unit_cost: 456.49 }, {}, { 'items.0.unit_cost': expect.any(String) }],
    ['no price to pay', { unit_cost: 0 }, {}, { 'items.0.unit_cost': expect.any(String) }],
    ['another currency', { currency: 'EUR' }, {}, { 'items.0.currency': 'must be USD, as in the contract of SUP-1' }],
    ['a SKU that it does not have', { sku: 'X' }, {}, { 'items.0.sku': 'is not a product of SUP-1' }],
    [
      'what is sold in a bundle only',
      {},
      { contract_agreement: null },
      { 'items.0.sku': 'has no price in a contract of SUP-1' },
    ],
    [
      'what is not sold yet',
      {},
      { contract_agreement: { ...contract, contract_start_date: '2026-11-23' } },
      { 'items.0.sku': 'is not sold by SUP-1 on 2026-11-22' },
    ],
    [
      'what is sold no longer, from the end date on',
      {},
      { contract_agreement: { ...contract, contract_end_date: TODAY } },
      { 'items.0.sku': expect.any(String) },
    ],
  ])('is rejected with %s, by the name of the field', (_, input, product, expected) => {
    expect(faults([{ ...wanted, ...input }], offerOf({ ...laptop, ...product }))).toEqual(expected);
  });

  it('is possible on the first day of its sale, and on the last', () => {
    const sold = (start: string, end: string) =>
      offerOf({
        ...laptop,
        contract_agreement: { ...contract, contract_start_date: start, contract_end_date: end },
      });
    expect(faults([wanted], sold(TODAY, '2027-01-01'))).toEqual({});
    expect(faults([wanted], sold('2026-01-01', '2026-11-23'))).toEqual({});
  });

  it('is rejected with every item that is wrong', () => {
    const items = [{ ...wanted, sku: 'X' }, wanted, { ...wanted, unit_cost: 7 }];
    expect(Object.keys(faults(items, offerOf(laptop)))).toEqual(['items.0.sku', 'items.2.unit_cost']);
  });

  it('is rejected where contracts are in several currencies', () => {
    const other = { ...laptop, sku: 'B', contract_agreement: { ...contract, negotiated_currency: 'EUR' } };
    expect(Object.keys(faults([wanted, { ...wanted, sku: 'B' }], offerOf(laptop, other)))).toEqual([
      'items.1.currency',
    ]);
  });

  it('is rejected where the organization does not buy from the supplier', () => {
    const offer = offerOf(laptop);
    expect(Object.keys(faults([wanted], { ...offer, supplier: undefined }))).toEqual(['items.0.supplier_id']);
    expect(faults([wanted], { ...offer, supplier: { enabled: false } })).toEqual({
      'items.0.supplier_id': 'names SUP-1, which is disabled',
    });
  });

  it('is from the vendor that the supplier is, however its name is written, and from no other', () => {
    const vendor = (given: string | null) =>
      purchaseOf({ items: [wanted], vendor: given }, offerOf(laptop), TODAY).vendor;
    expect([' dell  technologies ', 'Dell Technologies', null].map(vendor)).toEqual(Array(3).fill('Dell Technologies'));
    expect(faults([wanted], offerOf(laptop), 'HPE')).toEqual({
      vendor: 'must be Dell Technologies, the vendor that SUP-1 is',
    });
  });
});

describe('prices', () => {
  const currencies = fc.constantFrom('USD', 'JPY', 'KWD');
  const prices = fc.integer({ min: 0, max: 4_999_999 });

  it('are those of the contract to the minor unit, whether the caller gives them or not', () => {
    const lines = fc.array(fc.tuple(prices, fc.integer({ min: 1, max: 999 }), fc.boolean()), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(currencies, lines, (currency, all) => {
        const products = all.map(([price_minor], index) => ({
          ...laptop,
          sku: `SKU-${index}`,
          contract_agreement: { ...contract, negotiated_currency: currency, negotiated_price_minor: price_minor },
        }));
        const items = all.map(([price, quantity, isGiven], index) => ({
          ...{ supplier_id: 'SUP-1', sku: `SKU-${index}`, quantity },
          ...(isGiven && { unit_cost: toDecimal(price, currency), currency }),
        }));
        const bought = purchaseOf({ items }, offerOf(...products), TODAY);
        expect(bought.currency).toBe(currency);
        expect(bought.items.map((item) => item.unit_cost_minor)).toEqual(all.map(([price]) => price));
        expect(totalMinor(bought.items)).toBe(all.reduce((sum, [price, quantity]) => sum + price * quantity, 0));
      }),
    );
  });

  it('are refused where they are any other', () => {
    fc.assert(
      fc.property(currencies, prices, prices, (currency, price_minor, other) => {
        fc.pre(price_minor !== other);
        const offer = offerOf({
          ...laptop,
          contract_agreement: { ...contract, negotiated_currency: currency, negotiated_price_minor: price_minor },
        });
        const item = { ...wanted, currency, unit_cost: toDecimal(other, currency) };
        expect(Object.keys(faults([item], offer))).toEqual(['items.0.unit_cost']);
      }),
    );
  });
});

describe('an edit', () => {
  const supplied = { supplier_id: 'SUP-1', vendor: 'Dell Technologies' };
  const ordinary = { supplier_id: null, vendor: 'HPE' };
  const edit = (former: typeof supplied | typeof ordinary, input: Parameters<typeof changedPurchase>[1]) =>
    changedPurchase(former, input, input.items?.[0]?.supplier_id ? offerOf(laptop) : undefined, TODAY);

  it('of something else changes nothing of the purchase', () => {
    expect(edit(supplied, {})).toEqual({});
  });

  it("to a supplier's products is one to its vendor", () => {
    expect(edit(ordinary, { items: [wanted] })).toMatchObject(supplied);
    expect(Object.keys(faultsOf(() => edit(ordinary, { items: [wanted], vendor: 'HPE' })))).toEqual(['vendor']);
  });

  it('to other items is one to no supplier, from the vendor that stays or is given', () => {
    const { vendor, ...changes } = edit(supplied, { items: [own] });
    expect([changes.supplier_id, vendor]).toEqual([null, undefined]);
    expect(edit(supplied, { items: [own], vendor: null })).toMatchObject({ supplier_id: null, vendor: null });
  });

  it('of the vendor alone is one to any, but of a supplier’s products to that which it is', () => {
    expect(edit(ordinary, { vendor: 'Dell' })).toEqual({ vendor: 'Dell' });
    expect(edit(ordinary, { vendor: null })).toEqual({ vendor: null });
    expect(edit(supplied, { vendor: 'DELL technologies' })).toEqual({ vendor: 'Dell Technologies' });
    expect(edit(supplied, { vendor: null })).toEqual({ vendor: 'Dell Technologies' });
    expect(Object.keys(faultsOf(() => edit(supplied, { vendor: 'HPE' })))).toEqual(['vendor']);
  });
});
