import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wholeOf } from '../../../../../core/domain/spendint/document.ts';
import { type Invoice, readInvoice } from '../../../../../core/domain/spendint/invoice.ts';
import { invoiceFindings, isSameInvoice, matchInvoices } from '../../../../../core/domain/spendint/invoice-order.ts';
import { exampleOf, type Json } from './examples.ts';
import { NOT_ORDERED, ORDERED, orderLine, orderOf } from './orders.ts';

/** The documented invoice, whose lines are 45 units for 4,000 and 12 units for 2,000. */
function invoiceWith(changes: object = {}, ...lines: object[]): Invoice {
  const document = exampleOf('invoice');
  Object.assign(document, changes);
  document.invoice_lines = document.invoice_lines.map((line: Json, index: number) => ({ ...line, ...lines[index] }));
  const invoice = wholeOf(readInvoice(document));
  if (!invoice) throw new Error('the invoice must be readable');
  return invoice;
}

const order = orderOf(orderLine({ line_number: 'POL587667' }), orderLine({ line_number: 'POL587668' }));
const NONE = { document: [], entries: [[], []] };
const [SUBTOTAL, TOTAL] = [
  'The subtotal of the invoice does not match the sum of its invoice lines',
  'The total amount invoiced does not match the invoiced amount',
];

describe('an invoice', () => {
  it.each(ORDERED)('is taken for an order that is %s', (status) => {
    expect(invoiceFindings(invoiceWith(), { ...order, status }, null)).toEqual(NONE);
  });

  it.each(NOT_ORDERED)('is refused for an order that is %s', (status) => {
    const lines = order.lines.map((line) => ({ ...line, acknowledgement: null }));
    const notOrdered = ['The purchase order line for this invoice is not in the Ordered status'];
    expect(invoiceFindings(invoiceWith(), { ...order, status, lines }, null)).toEqual({
      document: ['The purchase order for this invoice is not in the Ordered status'],
      entries: [notOrdered, notOrdered],
    });
  });

  it('is refused when all invoices of the order amount to more than can be counted', () => {
    const invoiced = orderOf(...order.lines.map((line) => ({ ...line, invoiced_minor: 1e15 - 600_000 })));
    const [first, second] = invoiced.lines;
    const findings = ['The invoices of the purchase order amount to more than is possible'];
    expect(invoiceFindings(invoiceWith(), invoiced, null)).toEqual({ ...NONE, document: findings });
    const lines = first && second ? [first, { ...second, invoiced_minor: 0 }] : [];
    expect(invoiceFindings(invoiceWith(), { ...invoiced, lines }, null)).toEqual(NONE);
  });

  it('is refused for lines that the order does not have, cancelled or rejected', () => {
    const refusals = [{ cancelled: true }, { acknowledgement: 'rejected' as const }].map((change) => {
      const changed = orderOf({ ...orderLine({ line_number: 'POL587667' }), ...change });
      return invoiceFindings(invoiceWith(), changed, null).entries;
    });
    const missing = ['The purchase order line for this invoice does not exist'];
    expect(refusals).toEqual([
      [missing, missing],
      [['The purchase order line for this invoice is not in the Ordered status'], missing],
    ]);
  });

  it('is refused when the numbers of the sales order differ from those that are known', () => {
    const known = order.lines.map((line) => ({
      ...line,
      sales_order_number: 'S',
      sales_order_line_number: 'SOL98769',
    }));
    expect(invoiceFindings(invoiceWith(), orderOf(...known), null).entries).toEqual([
      [
        'The sales order number of this invoice does not match the purchase order line',
        'The sales order line number of this invoice does not match the purchase order line',
      ],
      ['The sales order number of this invoice does not match the purchase order line'],
    ]);
  });

  it.each([
    ['a line', {}, { invoiced_line_amount: '4000.01' }, [SUBTOTAL]],
    ['the subtotal', { subtotal: '6000.01' }, {}, [SUBTOTAL, TOTAL]],
    ['the subtotal and the total', { subtotal: '6000.01', total_amount_invoiced: '6620.01' }, {}, [SUBTOTAL]],
    ['the tax', { tax: '600.01' }, {}, [TOTAL]],
    ['the shipping', { shipping: '119.99' }, {}, [TOTAL]],
    ['the charges', { other_charges: '100.01' }, {}, [TOTAL]],
    ['missing charges', { other_charges: '' }, {}, [TOTAL]],
    ['the discounts', { discounts: '200.01' }, {}, [TOTAL]],
    ['missing discounts', { discounts: null }, {}, [TOTAL]],
    ['the total', { total_amount_invoiced: '6619.99' }, {}, [TOTAL]],
    ['discounts above all', { discounts: '13240', total_amount_invoiced: '6420' }, {}, [TOTAL]],
    [
      'another currency',
      { currency: 'EUR' },
      {},
      ['The currency of the invoice does not match the currency of the purchase order'],
    ],
  ])('is refused for %s that differs by a cent', (_what, changes, line, findings) => {
    expect(invoiceFindings(invoiceWith(changes, line), order, null)).toEqual({ ...NONE, document: findings });
  });

  it('agrees to the cent when its amounts do, however large, and not when one differs', () => {
    const minor = fc.integer({ min: 0, max: 9_999_999_999_999 });
    const sums = fc.tuple(fc.array(minor, { minLength: 1, maxLength: 300 }), minor, minor, minor, fc.nat());
    fc.assert(
      fc.property(sums, fc.constantFrom(-1, 0, 1), ([amounts, tax, shipping, charges, discount], cent) => {
        const subtotal = amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
        const base = invoiceWith();
        const invoice: Invoice = {
          ...base,
          lines: amounts.map((invoiced_line_amount_minor) => ({
            ...(base.lines[0] as Invoice['lines'][number]),
            invoiced_line_amount_minor,
          })),
          subtotal_minor: Math.min(Number(subtotal), 9_999_999_999_999),
          tax_minor: tax,
          shipping_minor: shipping,
          other_charges_minor: charges,
          discounts_minor: discount,
          total_amount_invoiced_minor: 0,
        };
        const total = BigInt(invoice.subtotal_minor) + BigInt(tax + shipping + charges) - BigInt(discount);
        const sent = { ...invoice, total_amount_invoiced_minor: Number(total) + cent };
        expect(invoiceFindings(sent, order, null).document).toEqual([
          ...(BigInt(invoice.subtotal_minor) === subtotal ? [] : [SUBTOTAL]),
          ...(cent === 0 ? [] : [TOTAL]),
        ]);
      }),
    );
  });

  it('may be for more than was ordered: that is for review', () => {
    expect(invoiceFindings(invoiceWith({}, { invoiced_quantity: 999_999 }), order, null)).toEqual(NONE);
  });
});

describe('an invoice that was posted', () => {
  it('is the same whatever its import and the writing of its amounts', () => {
    const again = invoiceWith({ third_party_import_id: 'again', subtotal: '6000.00', currency: 'usd', discounts: 200 });
    expect(isSameInvoice(invoiceWith(), again)).toBe(true);
    const stored = JSON.parse(JSON.stringify(again), (_key, value) =>
      typeof value === 'object' && !Array.isArray(value) && value
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(isSameInvoice(stored, invoiceWith())).toBe(true);
  });

  it.each([
    [{ remit_to_address: 'elsewhere' }, {}],
    [{ tax_rate: '' }, {}],
    [{ customer_id: 'C' }, {}],
    [{}, { invoiced_quantity: '44' }],
    [{}, { supplier_invoice_line_number: 'other' }],
  ])('is another when it differs by %j or by a line with %j', (changes, line) => {
    expect(isSameInvoice(invoiceWith(), invoiceWith(changes, line))).toBe(false);
  });

  it('cannot be updated, line by line', () => {
    const posted = { ...invoiceWith(), lines: invoiceWith().lines.slice(0, 1) };
    expect(invoiceFindings(invoiceWith(), order, posted)).toEqual({
      document: [],
      entries: [['The invoice for this line is valid and cannot be updated'], []],
    });
  });

  it('keeps its number from an invoice for other lines', () => {
    const posted = invoiceWith({}, { line_number: 'POL-8' }, { line_number: 'POL-9' });
    expect(invoiceFindings(invoiceWith(), order, posted)).toEqual({
      document: ['The invoice with this supplier invoice number is valid and cannot be updated'],
      entries: [[], []],
    });
  });
});

describe('the three-way match', () => {
  const delivered = { received_quantity: 4 };
  const paid = { invoiced_minor: 40_000 };

  it.each([
    ['awaits delivery', 'awaiting_delivery', [{ ...paid }, { ...paid, ...delivered }]],
    ['awaits delivery of the last unit', 'awaiting_delivery', [{ ...paid, received_quantity: 3 }]],
    ['confirms what was ordered, delivered and invoiced', 'invoice_confirmed', [{ ...paid, ...delivered }]],
    ['confirms the sum of the lines', 'invoice_confirmed', [{ ...delivered, invoiced_minor: 80_000 }, delivered]],
    ['reviews a cent too much', 'requires_review', [{ ...delivered, invoiced_minor: 40_001 }]],
    ['reviews a cent too little', 'requires_review', [{ ...delivered, invoiced_minor: 39_999 }]],
    ['reviews what is invoiced in part', 'requires_review', [{ ...paid, ...delivered }, delivered]],
    ['ignores a cancelled line', 'invoice_confirmed', [{ ...paid, ...delivered }, { cancelled: true }]],
    [
      'reviews the invoice of a cancelled line',
      'requires_review',
      [
        { ...paid, ...delivered },
        { cancelled: true, ...paid },
      ],
    ],
    [
      'ignores a rejected line',
      'invoice_confirmed',
      [{ ...paid, ...delivered }, { acknowledgement: 'rejected' as const }],
    ],
    ['awaits an order without live lines', 'awaiting_delivery', [{ cancelled: true, ...paid }]],
  ] as const)('%s', (_what, state, lines) => {
    const matched = orderOf(...lines.map((line, n) => orderLine({ line_number: String(n), ...line })));
    expect(matchInvoices(matched, false)).toBe(state);
    expect(matchInvoices(matched, true)).toBe('awaiting_delivery');
  });
});
