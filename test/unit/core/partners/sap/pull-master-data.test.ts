import { describe, expect, it } from '@jest/globals';
import { toProduct } from '../../../../../core/partners/sap/pull/pull-products.ts';
import { toVendor } from '../../../../../core/partners/sap/pull/pull-vendors.ts';
import { partnerServer } from '../../../support/partner-server.ts';
import { position, pullsFrom, v2 } from './pull-support.ts';
import { attempt } from './support.ts';

const server = partnerServer();
const pulls = pullsFrom(server);

const supplier = {
  Supplier: '17300001',
  to_Supplier: { SupplierName: 'Dell', PurchasingIsBlocked: false, PostingIsBlocked: false, DeletionIndicator: false },
  to_BusinessPartnerAddress: {
    results: [
      {
        to_EmailAddress: { results: [{ EmailAddress: 'a@dell.com' }] },
        to_URLAddress: { results: [{ WebsiteURL: '' }] },
      },
    ],
  },
};
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...supplier, Supplier: String(index) }));

describe('SAP’s suppliers', () => {
  it('are active, blocked or inactive vendors with their address', () => {
    expect(toVendor(supplier)).toEqual({
      number: '17300001',
      name: 'Dell',
      status: 'active',
      website: null,
      primary_contact_email: 'a@dell.com',
    });
    const flagged = (flags: object) =>
      toVendor({ ...supplier, to_Supplier: { ...supplier.to_Supplier, ...flags } }).status;
    expect(flagged({ PostingIsBlocked: true })).toBe('blocked');
    expect(flagged({ PurchasingIsBlocked: true, DeletionIndicator: true })).toBe('inactive');
  });

  it('are read by number, the next page after the last one, also where SAP ends a page early', async () => {
    server.reply(() => v2(numbered(3), `${server.url()}/more`));
    const page = await pulls().vendors({ ...position, cursor: "O'Neil" }, attempt());
    expect(page).toMatchObject({ next: '2', unreadable: [] });
    expect(page.records).toHaveLength(3);
    expect(server.calls.at(-1)?.query).toMatchObject({
      $filter: "Supplier gt 'O''Neil'",
      $orderby: 'Supplier',
      $top: '100',
    });
    server.reply(() => v2(numbered(3)));
    expect((await pulls().vendors(position, attempt())).next).toBeUndefined();
  });

  it('that cannot be read are named, without their values, and stop no other', async () => {
    const secret = { ...supplier, Supplier: '7', to_Supplier: { SupplierName: 'hush', PurchasingIsBlocked: 'yes' } };
    server.reply(() => v2([supplier, secret]));
    const { records, unreadable } = await pulls().vendors(position, attempt());
    expect(records).toHaveLength(1);
    expect(unreadable).toMatchObject([
      { record: '7', message: expect.stringContaining('to_Supplier.PurchasingIsBlocked') },
    ]);
    expect(JSON.stringify(unreadable)).not.toContain('hush');
  });

  it('go on after a page of which none can be read', async () => {
    server.reply(() => v2([{ Supplier: '8' }, { Supplier: '9' }], `${server.url()}/more`));
    const page = await pulls().vendors(position, attempt());
    expect(page).toMatchObject({ records: [], unreadable: [{ record: '8' }, { record: '9' }], next: '9' });
  });

  it('are not read with credentials that another host would get', async () => {
    server.reply(() => v2(numbered(1), 'http://evil.example/next'));
    await expect(pulls().vendors(position, attempt())).rejects.toMatchObject({ code: 'sap.unreadable_answer' });
  });
});

describe('SAP’s products', () => {
  const product = {
    Product: 'DELL-WD22TB4',
    ProductGroup: 'L001',
    BaseUnit: 'EA',
    CrossPlantStatus: '',
    IsMarkedForDeletion: false,
    to_Description: {
      results: [
        { Language: 'DE', ProductDescription: 'Dockingstation' },
        { Language: 'EN', ProductDescription: 'Dock' },
      ],
    },
  };

  it('have the description in the language of the settings, else any, else their number', () => {
    expect(toProduct(product, { language: 'EN' })).toMatchObject({ name: 'Dock', status: 'active' });
    expect(toProduct(product, { language: 'FR' })).toMatchObject({ name: 'Dockingstation' });
    expect(toProduct({ ...product, to_Description: { results: [] } }, { language: 'EN' }).name).toBe('DELL-WD22TB4');
    expect(toProduct({ ...product, IsMarkedForDeletion: true }, { language: 'EN' }).status).toBe('inactive');
  });
});
