import { describe, expect, it } from '@jest/globals';
import { HubError } from '../../../../core/domain/errors.ts';
import { CreateRequestSchema, UpdateRequestSchema } from '../../../../core/domain/request-input.ts';
import { parseInput } from '../../../../core/runtime/parse-input.ts';

const item = { name: 'HPE 32GB DDR5 RDIMM', sku: 'HPE-DDR5-32G-RD', quantity: 4, unit_cost: 189.0, currency: 'USD' };
const request = { type: 'hardware', title: 'Replacement Server', items: [item], cost_center: 'CC-IT-INFRA' };

function rejectedPaths(schema: typeof CreateRequestSchema | typeof UpdateRequestSchema, input: unknown): string[] {
  try {
    parseInput<unknown>(schema, input);
  } catch (error) {
    if (error instanceof HubError) return error.fields.map(({ path }) => path);
    throw error;
  }
  return [];
}

describe('a new request', () => {
  it('is a draft unless submit is set', () => {
    expect(parseInput(CreateRequestSchema, request)).toEqual({ ...request, submit: false });
  });

  it.each([
    ['an unknown type', { type: 'furniture' }, ['type']],
    ['no title', { title: undefined }, ['title']],
    ['a blank title', { title: '   ' }, ['title']],
    ['a title of a megabyte', { title: 'x'.repeat(1_000_000) }, ['title']],
    ['a title with a NUL', { title: 'Lap\u0000top' }, ['title']],
    ['a title with half a character', { title: 'Laptop \ud83d' }, ['title']],
    ['no items', { items: [] }, ['items']],
    ['300 items', { items: Array.from({ length: 300 }, () => item) }, ['items']],
    ['quantity 0', { items: [{ ...item, quantity: 0 }] }, ['items.0.quantity']],
    ['a fractional quantity', { items: [{ ...item, quantity: 1.5 }] }, ['items.0.quantity']],
    ['a quantity in quotes', { items: [{ ...item, quantity: '4' }] }, ['items.0.quantity']],
    ['a negative cost', { items: [{ ...item, unit_cost: -1 }] }, ['items.0.unit_cost']],
    ['a three-decimal USD cost', { items: [{ ...item, unit_cost: 1.005 }] }, ['items.0.unit_cost']],
    ['half a yen', { items: [{ ...item, unit_cost: 0.5, currency: 'JPY' }] }, ['items.0.unit_cost']],
    ['an item without price', { items: [{ ...item, unit_cost: undefined }] }, ['items.0.unit_cost']],
    [
      'items without anything that a supplier does not have for them',
      { items: [{ sku: 'A', quantity: 0 }] },
      ['items.0.quantity', 'items.0.name', 'items.0.unit_cost', 'items.0.currency'],
    ],
    ['a supplier whose id no supplier has', { items: [{ ...item, supplier_id: 'SUP#1' }] }, ['items.0.supplier_id']],
    [
      'products of two suppliers',
      { items: ['SUP-1', 'SUP-2'].map((supplier_id) => ({ ...item, supplier_id })) },
      ['items.1.supplier_id'],
    ],
    [
      'an item beside the products of a supplier',
      { items: [{ ...item, supplier_id: 'SUP-1' }, item] },
      ['items.1.supplier_id'],
    ],
    [
      "a supplier's product beside other items",
      { items: [item, { ...item, supplier_id: 'SUP-1' }] },
      ['items.1.supplier_id'],
    ],
    ['an unknown currency', { items: [{ ...item, currency: 'XXZ' }] }, ['items.0.currency']],
    ['a delivery that is no date', { expected_delivery: '10/03/2026' }, ['expected_delivery']],
    ['a day that does not exist', { expected_delivery: '2026-02-30' }, ['expected_delivery']],
    ['submit in quotes', { submit: 'true' }, ['submit']],
    ['a field that does not exist', { vendr: 'Dell' }, ['vendr']],
    ['a field that does not exist in an item', { items: [{ ...item, price: 1 }] }, ['items.0.price']],
  ])('is rejected with %s, by the name of the field', (_, changes, paths) => {
    expect(rejectedPaths(CreateRequestSchema, { ...request, ...changes })).toEqual(paths);
  });

  it('leaves to a supplier what its product has', () => {
    const items = [{ supplier_id: 'SUP-1', sku: 'A', quantity: 2 }];
    expect(parseInput(CreateRequestSchema, { ...request, items })).toMatchObject({ items });
  });

  it.each([null, [], 'text', 7])('is rejected as %j', (input) => {
    expect(rejectedPaths(CreateRequestSchema, input)).toEqual(['']);
  });

  it('is rejected with every wrong field at once', () => {
    expect(rejectedPaths(CreateRequestSchema, { items: [{ ...item, quantity: 0, unit_cost: -1 }] })).toEqual([
      'type',
      'title',
      'items.0.quantity',
      'items.0.unit_cost',
      'cost_center',
    ]);
  });
});

describe('an update', () => {
  it('takes any of its documented fields, and no other', () => {
    expect(parseInput(UpdateRequestSchema, { vendor: null })).toEqual({ vendor: null });
    expect(rejectedPaths(UpdateRequestSchema, {})).toEqual(['']);
    expect(rejectedPaths(UpdateRequestSchema, { status: 'approved' })).toContain('status');
    expect(rejectedPaths(UpdateRequestSchema, { type: 'service' })).toContain('type');
  });
});
