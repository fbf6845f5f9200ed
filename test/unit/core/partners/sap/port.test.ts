import { beforeEach, describe, expect, it } from '@jest/globals';
import { type PurchaseOrder, transitionOrder } from '../../../../../core/domain/purchase-order.ts';
import { toSapPurchaseOrder } from '../../../../../core/partners/sap/mappers.ts';
import type { SapOrderContent } from '../../../../../core/partners/sap/operations/read-purchase-order.ts';
import { createSapPort } from '../../../../../core/partners/sap/port.ts';
import { PURCHASE_ORDER_ROOT, sapReference } from '../../../../../core/partners/sap/settings.ts';
import { IntegrationError, PermanentError, RetryableError } from '../../../../../core/sync/errors.ts';
import type { Known, Work } from '../../../../../core/sync/partner-port.ts';
import { type PartnerCall, type PartnerReply, partnerServer } from '../../../support/partner-server.ts';
import { laptopOrder } from '../../../support/requests.ts';
import { applied, contentOf } from './order-at-sap.ts';
import { attempt, isCreate, isSessionCall, mappings, ORDERS, settings } from './support.ts';

const NUMBER = '4500012847';
const NOW = 1708736700;
const HEADER = `${ORDERS}('${NUMBER}')`;
const sap = partnerServer();

/** SAP with at most one order, whose ETag each change moves. */
interface OrderAtSap {
  content: SapOrderContent;
  deletionCode: string;
  changes: number;
}
let atSap: OrderAtSap | undefined;

function answer(call: PartnerCall): PartnerReply {
  if (isSessionCall(call)) return { status: 200, headers: { 'x-csrf-token': 'csrf-1' } };
  if (isCreate(call)) {
    atSap = { content: contentOf(laptopOrder), deletionCode: '', changes: 0 };
    return { status: 201, body: { PurchaseOrder: NUMBER } };
  }
  if (call.path === ORDERS) return { status: 200, body: { value: atSap ? [{ PurchaseOrder: NUMBER }] : [] } };
  if (!atSap) return { status: 404 };
  const etag = `W/"${atSap.changes}"`;
  if (call.method === 'GET') return { status: 200, body: { ...bodyOf(call, atSap), '@odata.etag': etag } };
  if (call.headers['if-match'] !== etag) return { status: 412 };
  atSap.changes += 1;
  if (call.path === HEADER) atSap.deletionCode = 'L';
  else {
    const change = call.method === 'DELETE' ? 'delete' : (JSON.parse(call.body) as Record<string, unknown>);
    atSap.content = applied(atSap.content, { path: call.path.slice(PURCHASE_ORDER_ROOT.length), change });
  }
  return { status: 204 };
}

function bodyOf({ path }: PartnerCall, { content, deletionCode }: OrderAtSap): object {
  if (path === HEADER) {
    return { PurchaseOrder: NUMBER, PurchaseOrderDeletionCode: deletionCode };
  }
  if (path.endsWith('/PurchaseOrderItem')) return { value: content.items };
  if (path.endsWith('/PurchaseOrderScheduleLine')) return { value: content.scheduleLines };
  return {};
}

beforeEach(() => {
  atSap = { content: contentOf(laptopOrder), deletionCode: '', changes: 0 };
  sap.reply(answer);
});

function port(stored: unknown = { ...settings, base_url: sap.url() }) {
  return createSapPort({
    loadSettings: async () => stored,
    loadMappings: async () => mappings,
    readSecret: async () => JSON.stringify({ username: 'HUB', password: 'hunter2' }),
    protocols: ['http:'],
    clock: Date.now,
  });
}
const NOTHING: Known = {
  document: undefined,
  revision: undefined,
  cursor: undefined,
  inDoubt: undefined,
  linked: undefined,
};
const CREATED: Known = { ...NOTHING, document: { id: NUMBER }, revision: 1 };

async function planned(order: PurchaseOrder, known: Known): Promise<Work> {
  const work = await port().plan(order, known);
  if (!work) throw new Error('nothing is planned');
  expect(sap.calls).toEqual([]);
  return work;
}
function writes(): string[] {
  return sap.calls
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.slice(PURCHASE_ORDER_ROOT.length)}`);
}

const changed = transitionOrder(
  laptopOrder,
  {
    kind: 'change',
    changes: {
      lines: [
        { id: '1', quantity: 2 },
        { id: '2', deleted: true },
      ],
      expected_delivery: '2026-04-01',
    },
  },
  NOW,
);
const cancelled = transitionOrder(laptopOrder, { kind: 'cancel' }, NOW);

describe('SAP’s plan for an order', () => {
  it.each<[string, PurchaseOrder, Known]>([
    ['SAP has its revision', laptopOrder, CREATED],
    ['it was cancelled before SAP got it', cancelled, NOTHING],
  ])('is nothing when %s', async (_, order, known) => {
    expect(await port().plan(order, known)).toBeUndefined();
    expect(sap.calls).toEqual([]);
  });

  it('needs no settings when SAP has its revision, and pauses the integration without them when it has not', async () => {
    const disabled = createSapPort({
      loadSettings: async () => undefined,
      loadMappings: async () => mappings,
      readSecret: async () => '{}',
      protocols: ['https:'],
      clock: Date.now,
    });
    expect(await disabled.plan(laptopOrder, CREATED)).toBeUndefined();
    await expect(disabled.plan(changed, CREATED)).rejects.toBeInstanceOf(IntegrationError);
  });

  it.each<[string, PurchaseOrder, Known, string]>([
    ['new', laptopOrder, NOTHING, 'create'],
    ['cancelled while its creation is in doubt', cancelled, { ...NOTHING, inDoubt: 'create' }, 'create'],
    ['found and not compared yet', laptopOrder, { ...CREATED, revision: undefined }, 'change to revision 1'],
    ['changed', changed, CREATED, 'change to revision 2'],
    ['up to date and in doubt', laptopOrder, { ...CREATED, inDoubt: 'change to revision 1' }, 'change to revision 1'],
    ['cancelled', cancelled, CREATED, 'cancel'],
    ['linked', laptopOrder, { ...NOTHING, linked: { id: NUMBER } }, 'link'],
    ['linked to another document', laptopOrder, { ...CREATED, linked: { id: '1' } }, 'link'],
  ])('for one that is %s is to %s', async (_, order, known, intent) => {
    expect((await planned(order, known)).intent).toBe(intent);
  });

  it('has the limits of the settings', async () => {
    const stored = {
      ...settings,
      base_url: sap.url(),
      requests_per_second: 3,
      max_in_flight: 2,
      in_doubt_seconds: 90,
    };
    const work = await port(stored).plan(laptopOrder, NOTHING);
    expect(work?.limits).toEqual({ requestsPerSecond: 3, maxInFlight: 2, inDoubtMs: 90_000 });
  });
});

describe('the creation of an order in SAP', () => {
  it('sends the order as it is now, and ends with SAP’s number', async () => {
    atSap = undefined;
    const { act } = await planned(changed, NOTHING);
    expect(await act(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
    const [sent] = sap.calls.filter(isCreate);
    expect(JSON.parse(sent?.body ?? '')).toEqual(
      JSON.parse(JSON.stringify(toSapPurchaseOrder(changed, { ...settings, base_url: sap.url() }, mappings))),
    );
  });

  it('finds an order by its reference, which may be of an earlier revision', async () => {
    const { look } = await planned(laptopOrder, NOTHING);
    expect(await look?.(attempt())).toEqual({ kind: 'step', document: { id: NUMBER } });
    const reference = sapReference(laptopOrder.org_id, laptopOrder.id);
    expect(sap.calls.map(({ query }) => query)).toEqual([
      {
        $filter: `CorrespncExternalReference eq '${reference}'`,
        $select: 'PurchaseOrder',
        $orderby: 'PurchaseOrder',
      },
    ]);
  });

  it('finds none when SAP has none', async () => {
    atSap = undefined;
    const { look } = await planned(laptopOrder, NOTHING);
    expect(await look?.(attempt())).toBeUndefined();
  });

  it('fails permanently without a mapping, before anything is sent', async () => {
    const { act } = await planned({ ...laptopOrder, vendor_id: 'vnd_unmapped' }, NOTHING);
    await expect(act(attempt())).rejects.toBeInstanceOf(PermanentError);
    expect(sap.calls).toEqual([]);
  });
});

describe('the change of an order in SAP', () => {
  it('carries each difference under the ETag of that moment, and is found afterwards', async () => {
    const { act, look } = await planned(changed, CREATED);
    expect(await look?.(attempt())).toBeUndefined();
    expect(await act(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
    expect(writes()).toEqual([
      `PATCH /PurchaseOrderItem/${NUMBER}/10`,
      `PATCH /PurchaseOrderScheduleLine/${NUMBER}/10/1`,
      `DELETE /PurchaseOrderItem/${NUMBER}/20`,
    ]);
    expect(await look?.(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
  });

  it('needs two reads before its first write when SAP lists ETags, and one more before each other', async () => {
    sap.reply((call) => {
      if (call.method !== 'GET' || !atSap || !/Item$|Line$/.test(call.path)) return answer(call);
      const { items, scheduleLines } = atSap.content;
      const rows: readonly object[] = call.path.endsWith('Item') ? items : scheduleLines;
      const etag = `W/"${atSap.changes}"`;
      return { status: 200, body: { value: rows.map((row) => ({ ...row, '@odata.etag': etag })) } };
    });
    const { act } = await planned(changed, CREATED);
    await act(attempt());
    const methods = sap.calls.filter((call) => !isSessionCall(call)).map(({ method }) => method);
    expect(methods).toEqual(['GET', 'GET', 'PATCH', 'GET', 'PATCH', 'GET', 'DELETE']);
  });

  it('continues where an attempt was cut off', async () => {
    const { act } = await planned(changed, CREATED);
    sap.reply((call) => (call.method === 'DELETE' ? 'reset' : answer(call)));
    await expect(act(attempt())).rejects.toMatchObject({ effect: 'unknown' });
    sap.reply(answer);
    await act(attempt());
    expect(writes()).toEqual([`DELETE /PurchaseOrderItem/${NUMBER}/20`]);
  });

  it('changes nothing when SAP has it already', async () => {
    const { act } = await planned(laptopOrder, { ...CREATED, revision: undefined });
    expect(await act(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
    expect(writes()).toEqual([]);
  });

  it('is repeated when somebody changes the order between reading and writing', async () => {
    const { act } = await planned(changed, CREATED);
    sap.reply((call) => {
      if (call.method === 'PATCH' && atSap) atSap.changes += 1;
      return answer(call);
    });
    const change = act(attempt());
    await expect(change).rejects.toBeInstanceOf(RetryableError);
    await expect(change).rejects.toMatchObject({ code: 'sap.http_412', effect: 'none' });
  });
});

describe('the cancellation of an order in SAP', () => {
  it('deletes it under its ETag, and is found afterwards', async () => {
    const { act, look } = await planned(cancelled, CREATED);
    expect(await look?.(attempt())).toBeUndefined();
    expect(await act(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
    expect(writes()).toEqual([`DELETE /PurchaseOrder('${NUMBER}')`]);
    expect(await look?.(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
  });

  it('sends no DELETE when SAP’s order is deleted already', async () => {
    if (atSap) atSap.deletionCode = 'L';
    const { act } = await planned(cancelled, CREATED);
    expect(await act(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
    expect(writes()).toEqual([]);
  });
});

describe('what an order learns from SAP', () => {
  const { learned } = port(settings);

  it('is its number, which orders it', () => {
    expect(learned?.(laptopOrder, { id: NUMBER }, NOW)).toEqual(
      transitionOrder(laptopOrder, { kind: 'number', poNumber: `PO-${NUMBER}` }, NOW),
    );
  });

  it('is nothing when it has that number, and another one after a link', () => {
    const numbered = { ...laptopOrder, erp_po_number: `PO-${NUMBER}` };
    expect(learned?.(numbered, { id: NUMBER }, NOW)).toBeUndefined();
    expect(learned?.(numbered, { id: '45' }, NOW)).toMatchObject({ erp_po_number: 'PO-45' });
  });
});
