import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  changeSupplier,
  newSupplier,
  ownerOf,
  rotatedCredentials,
  type SupplierCredential,
  usernameOf,
  viewSupplier,
} from '../../../../core/domain/supplier.ts';
import { NewSupplierSchema, SupplierChangesSchema } from '../../../../core/domain/supplier-input.ts';
import { validate } from '../../../../core/domain/validation.ts';

const NOW = 1_708_733_100;
const credential = { salt: 'c2FsdA==', hash: 'aGFzaA==', until: null };
const input = { supplier_id: 'SUP-1001', name: 'Dell', vendor_id: null, requests_per_minute: 10, enabled: true };
const supplier = newSupplier(
  { ...input, documents: ['invoice', 'catalog', 'invoice'] },
  { org_id: 'org_1', credentials: [credential] },
  NOW,
);

function pathsOf(result: ReturnType<typeof validate>): string[] {
  return 'fields' in result ? result.fields.map(({ path }) => path) : [];
}

describe('a supplier', () => {
  it('begins at version 1, with each kind of document once', () => {
    expect(supplier).toMatchObject({ version: 1, created_at: NOW, updated_at: NOW, documents: ['catalog', 'invoice'] });
  });

  it('keeps what a change does not name, and counts it', () => {
    const changed = changeSupplier(supplier, { enabled: false }, NOW + 5);
    expect(changed).toEqual({ ...supplier, enabled: false, updated_at: NOW + 5, version: 2 });
  });

  it('is shown without its credentials', () => {
    const shown = viewSupplier(supplier);
    expect(shown.username).toBe('org_1/SUP-1001');
    expect(JSON.stringify(shown)).not.toMatch(/credential|salt|hash|c2FsdA|aGFzaA/);
  });
});

describe('a user name', () => {
  const ids = fc.stringMatching(/^[0-9A-Za-z_-][0-9A-Za-z._-]{0,99}$/);
  it('names the organization and the supplier that it was made of', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^org_[0-9A-Za-z]{1,20}$/), ids, (orgId, supplierId) => {
        expect(ownerOf(usernameOf({ org_id: orgId, supplier_id: supplierId }))).toEqual({ orgId, supplierId });
      }),
    );
  });

  it.each(['', 'org_1', 'org_1/', '/SUP-1', 'org_1/SUP/1', 'org_1/SUP 1', 'org_1#X/SUP-1', 'org_1/SUP-1\n'])(
    'that is %j names nobody',
    (username) => {
      expect(ownerOf(username)).toBeUndefined();
    },
  );
});

describe('what people say of a supplier', () => {
  it('may leave out the vendor, the documents and the limit', () => {
    expect(validate(NewSupplierSchema, { supplier_id: 'S', name: 'S' })).toEqual({
      data: {
        supplier_id: 'S',
        name: 'S',
        vendor_id: null,
        documents: ['catalog', 'price', 'availability', 'orderack', 'shipment', 'invoice'],
        requests_per_minute: 30_000,
        enabled: true,
      },
    });
  });

  it.each([
    ['supplier_id', ''],
    ['supplier_id', '.'],
    ['supplier_id', '..'],
    ['supplier_id', 'a/b'],
    ['supplier_id', 'a#b'],
    ['supplier_id', 'ü'],
    ['supplier_id', 'a'.repeat(101)],
    ['name', ' '],
    ['vendor_id', ''],
    ['documents', []],
    ['documents.0', ['receipt']],
    ['requests_per_minute', 0],
    ['requests_per_minute', 1_000_001],
    ['requests_per_minute', 1.5],
    ['enabled', 'yes'],
    ['credentials', []],
    ['password', 'mine'],
  ])('is refused, naming %s, when that is %j', (path, value) => {
    const [field = ''] = path.split('.');
    expect(pathsOf(validate(NewSupplierSchema, { supplier_id: 'S', name: 'S', [field]: value }))).toEqual([path]);
  });

  it('can have dots, as long as it has something else', () => {
    for (const supplier_id of ['a.', '...', '.a', '1', 'A_-.9']) {
      expect(pathsOf(validate(NewSupplierSchema, { supplier_id, name: 'S' }))).toEqual([]);
    }
  });

  it('names a field to change, and never the id', () => {
    expect(pathsOf(validate(SupplierChangesSchema, {}))).toEqual(['']);
    expect(pathsOf(validate(SupplierChangesSchema, { supplier_id: 'S', name: 'S' }))).toEqual(['supplier_id']);
    expect(validate(SupplierChangesSchema, { vendor_id: null })).toEqual({ data: { vendor_id: null } });
  });
});

describe('the credentials after a rotation', () => {
  const nowMs = NOW * 1000;
  const until = fc.option(fc.integer({ min: nowMs - 100, max: nowMs + 100 }), { nil: null });
  const former = fc.array(fc.record({ salt: fc.constant('s'), hash: fc.string(), until }), { maxLength: 2 });
  const newest = { salt: 's', hash: 'newest' };

  it('are the newest without end and at most one more, which ends with the overlap or before', () => {
    fc.assert(
      fc.property(former, fc.integer({ min: 0, max: 200 }), (credentials: SupplierCredential[], overlap) => {
        const [first, ...others] = rotatedCredentials(credentials, newest, overlap, nowMs);
        expect(first).toEqual({ ...newest, until: null });
        expect(others.length).toBeLessThanOrEqual(1);
        for (const { hash, until: end } of others) {
          expect(end).toBeGreaterThan(nowMs);
          expect(end).toBeLessThanOrEqual(nowMs + overlap);
          expect(credentials.map((one) => one.hash)).toContain(hash);
        }
      }),
    );
  });

  it('keep the one that was the newest, for the overlap', () => {
    const [, kept, ...others] = rotatedCredentials([credential, { ...credential, until: nowMs + 9 }], newest, 7, nowMs);
    expect([kept, others]).toEqual([{ ...credential, until: nowMs + 7 }, []]);
    expect(rotatedCredentials([credential], newest, 0, nowMs)).toHaveLength(1);
  });
});
