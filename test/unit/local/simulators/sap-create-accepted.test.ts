import { beforeEach, describe, expect, it } from '@jest/globals';
import { laptopItem, laptopOrder, runningSap, withItem } from './sap-client.ts';

const sap = runningSap();
beforeEach(() => sap.reset());

describe('deep insert', () => {
  it('returns 201, a number, an ETag and the whole order for the documented example', async () => {
    const reply = await sap.post('PurchaseOrder', laptopOrder());

    expect(reply.status).toBe(201);
    expect(reply.headers.get('etag')).toBe(reply.json['@odata.etag']);
    expect(reply.headers.get('location')).toBe("PurchaseOrder('4500012847')");
    expect(reply.json).toMatchObject({
      '@odata.context': '$metadata#PurchaseOrder/$entity',
      PurchaseOrder: '4500012847',
      PurchasingProcessingStatus: '02',
      ReleaseIsNotCompleted: false,
      LastChangeDateTime: '2026-02-24T09:00:00.0000000Z',
      CorrespncExternalReference: 'K7Q2MZP4XW3A',
      PaymentTerms: '',
      SAP__Messages: [],
      _PurchaseOrderNote: [{ PlainLongText: 'hub proc_9xKpQ2mR4wVbN3' }],
    });
    expect(reply.json._PurchaseOrderItem).toMatchObject([
      {
        PurchaseOrder: '4500012847',
        PurchaseOrderItem: '10',
        NetPriceAmount: 1429,
        NetAmount: 1429,
        IsCompletelyDelivered: false,
        _PurOrdAccountAssignment: [{ PurchaseOrderItem: '10', CostCenter: 'CCITEUS', PurgDocNetAmount: 1429 }],
        _PurchaseOrderScheduleLineTP: [{ ScheduleLine: '1', OpenPurchaseOrderQuantity: 1 }],
      },
    ]);
  });

  it('creates a second order for the same reference', async () => {
    expect(await sap.createOrder()).toBe('4500012847');
    expect(await sap.createOrder()).toBe('4500012848');
  });

  it('numbers items in tens, drops leading zeros, and adds a schedule line and a G/L account', async () => {
    const unnumbered = laptopItem({
      _PurchaseOrderScheduleLineTP: [],
      _PurOrdAccountAssignment: [{ CostCenter: 'CCITDEV' }],
    });
    delete unnumbered.PurchaseOrderItem;
    const items = [laptopItem({ PurchaseOrderItem: '00010' }), unnumbered];

    const { json } = await sap.post('PurchaseOrder', { ...laptopOrder(), _PurchaseOrderItem: items });

    expect(json._PurchaseOrderItem).toMatchObject([
      { PurchaseOrderItem: '10' },
      {
        PurchaseOrderItem: '20',
        _PurOrdAccountAssignment: [{ AccountAssignmentNumber: '1', GLAccount: '61003000' }],
        _PurchaseOrderScheduleLineTP: [{ ScheduleLine: '1', ScheduleLineOrderQuantity: 1 }],
      },
    ]);
  });

  it('distributes a split cost by percentage', async () => {
    const accounts = [
      { CostCenter: 'CCITDEV', MultipleAcctAssgmtDistrPercent: 60 },
      { CostCenter: 'CCITOPS', MultipleAcctAssgmtDistrPercent: 40 },
    ];
    const order = withItem({
      NetPriceAmount: 1000,
      MultipleAcctAssgmtDistribution: '2',
      _PurOrdAccountAssignment: accounts,
    });
    const { json } = await sap.post('PurchaseOrder', order);
    expect(json._PurchaseOrderItem[0]._PurOrdAccountAssignment).toMatchObject([
      { AccountAssignmentNumber: '1', PurgDocNetAmount: 600 },
      { AccountAssignmentNumber: '2', PurgDocNetAmount: 400 },
    ]);
  });

  it('ignores computed properties and OData annotations', async () => {
    const order = {
      ...laptopOrder(),
      PurchaseOrder: '4500000001',
      PurchasingProcessingStatus: '05',
      '@odata.etag': 'x',
    };
    const { json } = await sap.post('PurchaseOrder', order);
    expect(json).toMatchObject({ PurchaseOrder: '4500012847', PurchasingProcessingStatus: '02' });
  });

  it('accepts a past delivery date with a warning', async () => {
    const line = {
      ScheduleLineDeliveryDate: '2026-02-01',
      ScheduleLineOrderQuantity: 1,
      PurchaseOrderQuantityUnit: 'EA',
    };
    const { status, json } = await sap.post('PurchaseOrder', withItem({ _PurchaseOrderScheduleLineTP: [line] }));
    expect(status).toBe(201);
    expect(json.SAP__Messages).toMatchObject([{ numericSeverity: 3, message: 'Can delivery date be met?' }]);
  });

  it('creates the order in release when release is required', async () => {
    await sap.control('POST', 'settings', { releaseRequired: true });
    const { json } = await sap.post('PurchaseOrder', laptopOrder());
    expect(json).toMatchObject({ PurchasingProcessingStatus: '03', ReleaseIsNotCompleted: true });
  });
});
