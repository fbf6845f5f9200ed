import { describe, expect, it } from '@jest/globals';
import { sapNumberOf, toSapPurchaseOrder } from '../../../../../core/partners/sap/mappers.ts';
import { sapReference } from '../../../../../core/partners/sap/settings.ts';
import { PermanentError } from '../../../../../core/sync/errors.ts';
import { laptopOrder } from '../../../support/requests.ts';
import { mappings, settings } from './support.ts';

describe('a purchase order for SAP', () => {
  it('has the hub’s order in SAP’s fields', () => {
    expect(toSapPurchaseOrder(laptopOrder, settings, mappings)).toEqual({
      PurchaseOrderType: 'NB',
      CompanyCode: '1010',
      PurchasingOrganization: '1010',
      PurchasingGroup: '001',
      Supplier: '17300001',
      DocumentCurrency: 'USD',
      PurchaseOrderDate: '2024-02-24',
      Language: 'EN',
      CorrespncExternalReference: sapReference(laptopOrder.org_id, laptopOrder.id),
      _PurchaseOrderNote: [
        {
          TextObjectType: 'F01',
          Language: 'EN',
          PlainLongText: 'Procurement request proc_9xKpQ2mR4wVbN3: Laptop Replacement — Water Damage',
        },
      ],
      _PurchaseOrderItem: [
        {
          PurchaseOrderItem: '10',
          Plant: '1010',
          MaterialGroup: 'L001',
          PurchaseOrderItemText: 'Dell Latitude 5550 Laptop',
          SupplierMaterialNumber: 'DELL-LAT5550-i7-16',
          OrderQuantity: 1,
          PurchaseOrderQuantityUnit: 'EA',
          OrderPriceUnit: 'EA',
          NetPriceAmount: 1429,
          NetPriceQuantity: 1,
          DocumentCurrency: 'USD',
          TaxCode: 'V0',
          AccountAssignmentCategory: 'K',
          GoodsReceiptIsExpected: true,
          InvoiceIsExpected: true,
          RequisitionerName: 'USR7NLSW8KF9',
          _PurOrdAccountAssignment: [
            {
              AccountAssignmentNumber: '1',
              CostCenter: 'CCITEUS',
              GLAccount: '61003000',
              ControllingArea: 'A000',
              DocumentCurrency: 'USD',
            },
          ],
          _PurchaseOrderItemNote: [
            {
              TextObjectType: 'F01',
              Language: 'EN',
              PlainLongText: 'Dell Latitude 5550 Laptop (SKU DELL-LAT5550-i7-16)',
            },
          ],
          _PurchaseOrderScheduleLineTP: [
            {
              ScheduleLine: '1',
              ScheduleLineDeliveryDate: '2026-03-10',
              ScheduleLineOrderQuantity: 1,
              PurchaseOrderQuantityUnit: 'EA',
            },
          ],
        },
        expect.objectContaining({
          PurchaseOrderItem: '20',
          PurchaseOrderItemText: 'Dell WD22TB4 Thunderbolt Dock',
          NetPriceAmount: 279,
        }),
      ],
    });
  });

  it('has a long name cut between characters and a long SKU in the note only', () => {
    const [line] = laptopOrder.lines;
    if (!line) throw new Error('the fixture has a line');
    const long = { ...line, name: `${'x'.repeat(39)}💻 with dock`, sku: 'S'.repeat(36) };
    const [mapped] = toSapPurchaseOrder({ ...laptopOrder, lines: [long] }, settings, mappings)._PurchaseOrderItem;
    expect(mapped?.PurchaseOrderItemText).toBe('x'.repeat(39));
    expect(mapped).not.toHaveProperty('SupplierMaterialNumber');
    expect(mapped?._PurchaseOrderItemNote[0]?.PlainLongText).toBe(`${long.name} (SKU ${long.sku})`);
  });

  it('names the material of a SKU that has one, and leaves the group to it', () => {
    const withMaterial = new Map([...mappings, ['item#DELL-WD22TB4', 'MAT-4711']]);
    const [laptop, dock] = toSapPurchaseOrder(laptopOrder, settings, withMaterial)._PurchaseOrderItem;
    expect(dock).toMatchObject({ Material: 'MAT-4711', SupplierMaterialNumber: 'DELL-WD22TB4' });
    expect(dock).not.toHaveProperty('MaterialGroup');
    expect(laptop).not.toHaveProperty('Material');
  });

  it('has no deleted lines, and the others keep their numbers', () => {
    const lines = laptopOrder.lines.map((line) => ({ ...line, deleted: line.id === '1' }));
    const items = toSapPurchaseOrder({ ...laptopOrder, lines }, settings, mappings)._PurchaseOrderItem;
    expect(items.map(({ PurchaseOrderItem }) => PurchaseOrderItem)).toEqual(['20']);
  });

  it('is named after itself when no request is behind it', () => {
    const [note] = toSapPurchaseOrder({ ...laptopOrder, request_id: null }, settings, mappings)._PurchaseOrderNote;
    expect(note?.PlainLongText).toContain(laptopOrder.id);
  });

  it('has the delivery date without its time, and no schedule line without a delivery date', () => {
    const at = (expected_delivery: string | null) =>
      toSapPurchaseOrder({ ...laptopOrder, expected_delivery }, settings, mappings)._PurchaseOrderItem[0];
    expect(at('2026-03-10T09:00:00+01:00')?._PurchaseOrderScheduleLineTP?.[0]?.ScheduleLineDeliveryDate).toBe(
      '2026-03-10',
    );
    expect(at(null)).not.toHaveProperty('_PurchaseOrderScheduleLineTP');
  });

  it.each([
    [
      'a vendor without a supplier',
      { vendor: 'Acme', vendor_id: 'vnd_2' },
      'mapping.vendor_missing',
      '"Acme": add it with PUT /v1/integrations/sap/mappings/vendor/vnd_2, then retry.',
    ],
    ['a vendor that the hub does not have', { vendor_id: null }, 'mapping.vendor_missing', 'vendor'],
    ['no vendor at all', { vendor: null }, 'mapping.vendor_missing', 'vendor'],
    ['a cost center that SAP does not know', { cost_center: 'CC-HR' }, 'mapping.cost_center_missing', '"CC-HR"'],
    [
      'a cost center whose name a path does not have as it is',
      { cost_center: '50% R/D' },
      'mapping.cost_center_missing',
      'PUT /v1/integrations/sap/mappings/cost_center/50%2525%2520R%252FD,',
    ],
  ])('fails permanently for %s, with the reason', (_, changes, code, words) => {
    expect(() => toSapPurchaseOrder({ ...laptopOrder, ...changes }, settings, mappings)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });

  it('has a stable reference of twelve characters that differs by organization and order', () => {
    const reference = sapReference('org_1', 'proc_1');
    expect(reference).toMatch(/^[A-Z2-7]{12}$/);
    expect(sapReference('org_1', 'proc_1')).toBe(reference);
    expect(sapReference('org_2', 'proc_1')).not.toBe(reference);
    expect(sapReference('org_1', 'proc_2')).not.toBe(reference);
  });
});

describe('a document that a person names', () => {
  it.each(['4500012847', 'PO-4500012847'])('is SAP’s order as %s', (id) => {
    expect(sapNumberOf(id)).toBe('4500012847');
  });

  it.each(['', 'PO-', 'po-4500012847', '45000128471', '4500012847 ', "4500012847')", 'proc_9xKpQ2mR4wVbN3', '../45'])(
    'is none of SAP’s as %j',
    (id) => {
      const act = () => sapNumberOf(id);
      expect(act).toThrow(PermanentError);
      expect(act).toThrow(expect.objectContaining({ code: 'sap.document_differs' }));
    },
  );
});
