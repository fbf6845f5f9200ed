import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadOrderDocuments } from '../../../../core/store/order-documents.ts';
import { saveOrganization } from '../../../../core/store/organizations.ts';
import {
  loadOrder,
  orderListPartition,
  saveNewOrder,
  saveOrder,
  supplierOrdersPartition,
} from '../../../../core/store/purchase-orders.ts';
import { loadRequest, saveNewRequest } from '../../../../core/store/requests.ts';
import { saveNewSyncRecord } from '../../../../core/store/sync-records.ts';
import { getItem } from '../../../../core/store/table.ts';
import { commit } from '../../../../core/store/write.ts';
import { applyOrderDocument } from '../../../../core/suppliers/apply-order-documents.ts';
import { hubTable } from '../../support/hub-table.ts';
import { approvedLaptop, laptopOrder, laptopSync } from '../../support/requests.ts';
import { invoice, orderack, shipment, suppliedOrder } from '../../support/supplier-documents.ts';

const NOW_MS = 1_708_736_700_000;
const ORG = suppliedOrder.org_id;
const hub = hubTable();
const call = { orgId: ORG, supplierId: 'SUP-1001', importId: 'imp_1', acceptedAtMs: NOW_MS };
const budgetKey = { pk: `ORG#${ORG}#BUDGETS#2024`, sk: suppliedOrder.cost_center };

const numbered = { ...suppliedOrder, erp_po_number: 'PO-4500012847', numbered_at: suppliedOrder.created_at };

async function given(receive_on_shipment: boolean): Promise<void> {
  const items = approvedLaptop.items.map((item) => ({ ...item, quantity: 5 }));
  const request = { ...approvedLaptop, items, status: 'ordered' as const, erp_po_number: 'PO-4500012847' };
  const organization = {
    org_id: ORG,
    name: 'Northwind',
    default_approver_id: 'usr_3kPmN8rT2wXq',
    allow_self_approval: false,
    budget_policy: 'warn' as const,
    fiscal_year_start_month: 1,
    receive_on_shipment,
    routes: [],
    version: 1,
  };
  const budget = { committed_minor: 854_000, spent_minor: 0, hub_spent_minor: 0, annual_minor: 1, currency: 'USD' };
  await commit(hub.table, [
    saveOrganization(organization),
    saveNewRequest(request, NOW_MS),
    saveNewOrder(numbered),
    ...saveNewSyncRecord(laptopSync),
    { put: { Item: { ...budgetKey, ...budget } } },
  ]);
  hub.actions.length = 0;
}
beforeEach(() => given(true));

type Kind = Parameters<typeof applyOrderDocument>[1];
function post(kind: Kind, body: object, importId = 'imp_1') {
  return applyOrderDocument(hub.table, kind, body, { ...call, importId }, NOW_MS);
}
async function messagesOf(kind: Kind, body: object, caller = call): Promise<string[]> {
  const { outcome } = await applyOrderDocument(hub.table, kind, body, caller, NOW_MS);
  return outcome.failures.map(({ error_message }) => error_message);
}
const order = async () => (await loadOrder(hub.table, ORG, suppliedOrder.id)).order;
const TAKEN = { changed: 1, mayPass: false, next: undefined, outcome: { failures: [] } };
const SAME = { ...TAKEN, changed: 0 };

describe('applying an order document', () => {
  it('orders, ships and invoices, with request and budget, and keeps what was posted', async () => {
    expect(await post('orderack', orderack('confirmed', ['1', '2']))).toMatchObject(TAKEN);
    expect((await order()).status).toBe('ordered');
    expect(await post('shipment', shipment({ 1: 2 }), 'imp_2')).toMatchObject(TAKEN);
    expect(await post('shipment', shipment({ 1: 3, 2: 5 }, '2Z'), 'imp_3')).toMatchObject(TAKEN);
    expect(await post('invoice', invoice('INV-1', { 1: [5, 714_500], 2: [5, 139_500] }), 'imp_4')).toMatchObject(TAKEN);
    expect(await order()).toMatchObject({ status: 'received', invoice_state: 'invoice_confirmed', version: 5 });
    expect(await loadRequest(hub.table, ORG, approvedLaptop.id)).toMatchObject({ status: 'received' });
    expect(await getItem(hub.table, budgetKey)).toMatchObject({ committed_minor: 0, spent_minor: 854_000 });
    const { acknowledgements, shipments, invoices } = await loadOrderDocuments(hub.table, ORG, suppliedOrder.id);
    expect(acknowledgements).toMatchObject([
      { import_id: 'imp_1', version: 2, document: { status_code: 'confirmed' } },
    ]);
    expect(shipments.map(({ document, version }) => [document.lines.length, version])).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(invoices).toMatchObject([{ supplier_id: 'SUP-1001', request_id: approvedLaptop.id, version: 5 }]);
  });

  it('leaves what is shipped to a receipt, where the organization does not want it received', async () => {
    await commit(hub.table, [
      {
        update: {
          Key: { pk: `ORG#${ORG}`, sk: 'ORGANIZATION' },
          UpdateExpression: 'SET receive_on_shipment = :value',
          ExpressionAttributeValues: { ':value': false },
        },
      },
    ]);
    await post('orderack', orderack('confirmed'));
    await post('shipment', shipment({ 1: 5, 2: 5 }));
    expect(await order()).toMatchObject({ status: 'ordered', receipts: [] });
  });

  it('tells the ERP what is rejected, and cancels the request with the last line', async () => {
    await post('orderack', orderack('rejected', ['1']));
    expect((await loadOrder(hub.table, ORG, suppliedOrder.id)).records).toMatchObject([{ wanted_revision: 2 }]);
    await post('orderack', orderack('rejected'), 'imp_2');
    expect(await order()).toMatchObject({ status: 'cancelled', revision: 3 });
    expect(await loadRequest(hub.table, ORG, approvedLaptop.id)).toMatchObject({ status: 'cancelled' });
    expect(await getItem(hub.table, budgetKey)).toMatchObject({ committed_minor: 0, spent_minor: 0 });
  });

  it('writes nothing for what was taken before', async () => {
    const documents = [
      ['orderack', orderack('confirmed')],
      ['shipment', shipment({ 1: 2 })],
      ['invoice', invoice('INV-1', { 1: [2, 285_800] })],
    ] as const;
    for (const [kind, body] of documents) await post(kind, body);
    hub.actions.length = 0;
    for (const [kind, body] of documents) {
      expect(await post(kind, body, 'imp_2')).toMatchObject(SAME);
      expect(await post(kind, { ...body, third_party_import_id: 'x' }, 'imp_3')).toMatchObject(SAME);
    }
    expect(new Set(hub.actions)).toEqual(new Set(['Query']));
  });

  it('leaves alone what came after a document whose call is repeated', async () => {
    await post('orderack', orderack('confirmed'));
    await post('shipment', shipment({ 1: 2 }), 'imp_2');
    await post('shipment', shipment({ 1: 3 }), 'imp_3');
    expect(await post('shipment', shipment({ 1: 2 }), 'imp_2')).toMatchObject(SAME);
    expect((await order()).lines[0]?.supplier?.shipped_quantity).toBe(3);
    // Received is what was shipped, and an update takes nothing of it back.
    expect(await messagesOf('shipment', shipment({ 1: 2 }), { ...call, importId: 'imp_4' })).toEqual([
      'The quantity shipped is less than the quantity received\n',
    ]);
  });

  it('decides again on what a faster writer has left', async () => {
    await post('orderack', orderack('confirmed'));
    let others = 3;
    hub.before = async (action) => {
      if (action !== 'TransactWriteItems' || others-- <= 0) return;
      const { before } = hub;
      hub.before = () => {};
      await post('shipment', shipment({ 1: 1 }, `other-${others}`), `imp_other_${others}`);
      hub.before = before;
    };
    expect(await post('shipment', shipment({ 1: 2 }))).toMatchObject(TAKEN);
    expect((await order()).lines[0]).toMatchObject({ received_quantity: 5, supplier: { shipped_quantity: 5 } });
    others = 1;
    // The other has shipped nothing of line 1: this one is told so, and the one before it is still all there is.
    expect(await messagesOf('shipment', shipment({ 1: 1 }, 'more'))).toEqual([
      'The quantity shipped is more than the quantity of the purchase order line\n',
    ]);
  });

  it('says so where others are always faster', async () => {
    hub.before = async (action) => {
      if (action !== 'TransactWriteItems') return;
      hub.before = () => {};
      const { order: stored } = await loadOrder(hub.table, ORG, suppliedOrder.id);
      await commit(hub.table, [saveOrder({ ...stored, version: stored.version + 1 })]);
      hub.before = again;
    };
    const again = hub.before;
    const { outcome, mayPass, changed } = await post('orderack', orderack('confirmed'));
    expect([outcome.failures.length, mayPass, changed]).toEqual([1, true, 0]);
  });

  it('finds an order by its number at the ERP, and no other supplier’s', async () => {
    const byNumber = { ...orderack('confirmed'), order_number: 'PO-4500012847' };
    expect(await post('orderack', byNumber)).toMatchObject(TAKEN);
    const missing = ['The purchase order for this order acknowledgment does not exist\n'];
    const other = { ...call, supplierId: 'SUP-2' };
    expect(await messagesOf('orderack', { ...byNumber, supplier_id: 'SUP-2' }, other)).toEqual(missing);
    expect(await messagesOf('orderack', orderack('confirmed'), { ...call, orgId: 'org_2' })).toEqual(missing);
    expect(await messagesOf('orderack', byNumber, other)).toEqual([
      'The supplier ID is not the one of the user that posts the document\n',
    ]);
    const line = { line_number: 'po_2kNpL7mS9wYrQ5-1' };
    expect(await messagesOf('orderack', orderack('confirmed', [], { sales_order_lines: [line] }))).toEqual([
      'The purchase order line for this order acknowledgment does not exist\n',
    ]);
  });

  it('says what may pass in a moment: an acknowledgement or a number that is on its way', async () => {
    expect(await post('shipment', shipment({ 1: 1 }))).toMatchObject({ changed: 0, mayPass: true });
    const unknown = { ...shipment({ 1: 1 }), order_number: 'PO-99' };
    expect(await post('shipment', unknown)).toMatchObject({ mayPass: true });
    expect(await post('shipment', { ...unknown, order_number: 'po_0' })).toMatchObject({ mayPass: false });
    await post('orderack', orderack('confirmed'));
    expect(await post('shipment', shipment({ 1: 6 }))).toMatchObject({ changed: 0, mayPass: false });
    expect(await post('shipment', { ...shipment({ 1: 1 }), supplier_shipment_number: '' })).toMatchObject({
      mayPass: false,
      outcome: { failures: [{ error_message: 'Field Value empty/Formatting issue Supplier shipment number\n' }] },
    });
  });

  it('is found in the lists: of all orders, and of the supplier what waits for it apart', async () => {
    const key = `${String(suppliedOrder.created_at * 1000).padStart(15, '0')}#${suppliedOrder.id}`;
    const listed = () => hub.indexed('gsi2', supplierOrdersPartition(ORG, 'SUP-1001'));
    expect(await hub.indexed('gsi1', orderListPartition(ORG))).toEqual([key]);
    expect(await listed()).toEqual([`PENDING#${key}`]);
    await post('orderack', orderack('confirmed'));
    expect(await listed()).toEqual([`SENT#${key}`]);
    await commit(hub.table, [saveNewOrder({ ...laptopOrder, id: 'po_other' })]);
    expect((await hub.indexed('gsi1', orderListPartition(ORG))).length).toBe(2);
    expect((await listed()).length).toBe(1);
  });
});
