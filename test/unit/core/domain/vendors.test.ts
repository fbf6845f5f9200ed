import { describe, expect, it } from '@jest/globals';
import { changeVendor, VendorChangesSchema } from '../../../../core/domain/change-vendor.ts';
import type { Vendor } from '../../../../core/domain/organization.ts';
import { validate } from '../../../../core/domain/validation.ts';
import { pageOfVendors, VENDOR_POSITION, vendorPosition } from '../../../../core/domain/vendor-list.ts';
import { aVendor } from '../../support/requests.ts';

function named(...names: readonly string[]): Vendor[] {
  return names.map((name, index) => ({ ...aVendor, name, id: `vnd_${index}` }));
}

describe('the list of vendors', () => {
  it('is ordered by name whatever its case, then by id, in pages without a gap or a repetition', () => {
    const vendors = named('beta', 'Alpha', 'alpha', 'Gamma', 'Delta');
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = pageOfVendors(vendors, {}, 2, after);
      seen.push(...page.vendors.map(({ name }) => name));
      const last = page.vendors.at(-1);
      after = page.hasMore && last ? vendorPosition(last) : undefined;
    } while (after !== undefined);
    expect(seen).toEqual(['Alpha', 'alpha', 'beta', 'Delta', 'Gamma']);
  });

  it('has those of a status, and those with a part of the name', () => {
    const vendors = [
      ...named('Dell Technologies', 'Microsoft'),
      { ...aVendor, status: 'blocked', name: 'Dell Blocked' },
    ];
    expect(pageOfVendors(vendors, { status: 'active', name: 'dell' }, 10).vendors).toMatchObject([
      { name: 'Dell Technologies' },
    ]);
  });

  it('fits the response of a Lambda function, however long its vendors are', () => {
    const tags = Array.from({ length: 50 }, (_, index) => `${index}`.padEnd(100, '漢'));
    const vendors = named(...Array.from({ length: 1000 }, (_, index) => `Vendor ${index}`));
    const page = pageOfVendors(
      vendors.map((vendor) => ({ ...vendor, tags })),
      {},
      1000,
    );
    expect(page.hasMore).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(page.vendors))).toBeLessThan(5_000_000);
    expect(pageOfVendors(vendors, {}, 1000)).toMatchObject({ hasMore: false });
  });

  it('continues after positions of its own form', () => {
    for (const name of ['Dell', 'Two\nlines', 'Über "Räder" & Söhne', ''])
      expect(vendorPosition({ ...aVendor, name })).toMatch(VENDOR_POSITION);
    expect('dell').not.toMatch(VENDOR_POSITION);
  });
});

describe('a change of a vendor', () => {
  const own = { tier: 'strategic', categories: ['hardware'], contract_expires_at: null, tags: ['laptops'] } as const;
  const parse = (body: object) => validate(VendorChangesSchema, body);

  it('sets what the hub keeps itself, also of a vendor that an ERP tells', () => {
    const changes = VendorChangesSchema.parse(own);
    const fromErp = { ...aVendor, erp_ids: { sap: '17300001' } };
    expect(changeVendor(fromErp, changes)).toEqual({ ...fromErp, ...own, version: 2 });
  });

  it('sets name and address of a vendor that no ERP tells, and of no other', () => {
    const changes = VendorChangesSchema.parse({ name: 'Dell Inc.', website: 'https://dell.example' });
    expect(changeVendor(aVendor, changes)).toMatchObject({ name: 'Dell Inc.', website: 'https://dell.example' });
    expect(() => changeVendor({ ...aVendor, erp_ids: { sap: '1' } }, changes)).toThrow(
      'name comes from the ERP for this vendor: change it there; website comes from the ERP for this vendor: change it there.',
    );
  });

  it.each<[string, object, string]>([
    ['nothing', {}, ''],
    ['an unknown category', { categories: ['food'] }, 'categories.0'],
    ['a tag twice', { tags: ['a', 'a'] }, 'tags'],
    ['an unknown field', { tier: 'approved', status: 'active' }, 'status'],
    ['a website of another protocol', { website: 'ftp://dell.example' }, 'website'],
    ['an empty tier', { tier: ' ' }, 'tier'],
  ])('rejects %s', (_, body, path) => {
    const result = parse(body);
    expect('fields' in result && result.fields.map((field) => field.path)).toEqual([path]);
  });
});
