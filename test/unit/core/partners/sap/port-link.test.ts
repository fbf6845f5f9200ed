import { beforeEach, describe, expect, it } from '@jest/globals';
import { type PurchaseOrder, transitionOrder } from '../../../../../core/domain/purchase-order.ts';
import { createSapPort } from '../../../../../core/partners/sap/port.ts';
import { sapReference } from '../../../../../core/partners/sap/settings.ts';
import { PermanentError } from '../../../../../core/sync/errors.ts';
import type { Work } from '../../../../../core/sync/partner-port.ts';
import { partnerServer } from '../../../support/partner-server.ts';
import { laptopOrder } from '../../../support/requests.ts';
import { attempt, mappings, ORDERS, settings } from './support.ts';

const NUMBER = '4500012847';
const HEADER = `${ORDERS}('${NUMBER}')`;
const sap = partnerServer();
const cancelled = transitionOrder(laptopOrder, { kind: 'cancel' }, 1708736700);

/** SAP with one order, which has these fields. */
function givenOrder(fields: Readonly<Record<string, string>> = {}): void {
  const body = { PurchaseOrder: NUMBER, PurchaseOrderDeletionCode: '', ...fields };
  sap.reply(({ path }) => (path === HEADER ? { status: 200, body } : { status: 404 }));
}
beforeEach(() => givenOrder());

async function linkOf(order: PurchaseOrder, id = NUMBER): Promise<Work> {
  const port = createSapPort({
    loadSettings: async () => ({ ...settings, base_url: sap.url() }),
    loadMappings: async () => mappings,
    readSecret: async () => JSON.stringify({ username: 'HUB', password: 'hunter2' }),
    protocols: ['http:'],
    clock: Date.now,
  });
  const known = { document: undefined, revision: undefined, cursor: undefined, inDoubt: undefined, linked: { id } };
  const work = await port.plan(order, known);
  if (!work) throw new Error('nothing is planned');
  expect(sap.calls).toEqual([]);
  return work;
}

describe('the link of an order to one in SAP', () => {
  it.each([NUMBER, `PO-${NUMBER}`])('accepts %s when SAP has it', async (id) => {
    const { act, look } = await linkOf(laptopOrder, id);
    expect(look).toBeUndefined();
    expect(await act(attempt())).toEqual({ kind: 'done', document: { id: NUMBER } });
    expect(sap.calls.map(({ path }) => path)).toEqual([HEADER]);
  });

  it('of a cancelled order is followed by the cancellation in SAP', async () => {
    const { act } = await linkOf(cancelled);
    expect(await act(attempt())).toEqual({ kind: 'step', document: { id: NUMBER } });
  });

  it.each(['proc_9xKpQ2mR4wVbN3', "4500012847')/_PurchaseOrderItem"])(
    'needs a person as %s, without a call',
    async (id) => {
      const { act } = await linkOf(laptopOrder, id);
      await expect(act(attempt())).rejects.toMatchObject({ code: 'sap.document_differs' });
      expect(sap.calls).toEqual([]);
    },
  );

  it('needs a person when SAP has deleted that order, unless the order is cancelled', async () => {
    givenOrder({ PurchaseOrderDeletionCode: 'L' });
    const [active, ended] = [await linkOf(laptopOrder), await linkOf(cancelled)];
    await expect(active.act(attempt())).rejects.toMatchObject({ code: 'sap.document_differs' });
    expect(await ended.act(attempt())).toMatchObject({ kind: 'step' });
  });

  it.each([
    ['its own', sapReference(laptopOrder.org_id, laptopOrder.id)],
    ['a person’s', 'Mr. Miller'],
  ])('accepts an order with %s reference', async (_, reference) => {
    givenOrder({ CorrespncExternalReference: reference });
    const { act } = await linkOf(laptopOrder);
    expect(await act(attempt())).toMatchObject({ kind: 'done' });
  });

  it('needs a person when that is another order of the hub', async () => {
    givenOrder({ CorrespncExternalReference: sapReference(laptopOrder.org_id, 'po_another') });
    const { act } = await linkOf(laptopOrder);
    await expect(act(attempt())).rejects.toMatchObject({ code: 'sap.document_differs' });
  });

  it('needs a person when SAP has no such order', async () => {
    sap.reply(() => ({ status: 404 }));
    const { act } = await linkOf(laptopOrder, '1');
    const link = act(attempt());
    await expect(link).rejects.toBeInstanceOf(PermanentError);
    await expect(link).rejects.toMatchObject({ code: 'sap.http_404' });
  });
});
