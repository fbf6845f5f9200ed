import { beforeEach, describe, expect, it } from '@jest/globals';
import { draft, line, lineOf, runningOracle, schedule, selfOf } from './oracle-client.ts';

const oracle = runningOracle();
beforeEach(() => oracle.control('POST', 'reset'));

/** Adds a child to an item. */
function add(url: string, child: string, body: object) {
  return oracle.send('POST', `${url}/child/${child}`, body);
}

describe('an order that is made child by child', () => {
  it('is submitted like one that was sent at once', async () => {
    const { lines: _, ...header } = draft();
    const created = await oracle.send('POST', 'draftPurchaseOrders', header);
    const url = selfOf(created.json);
    const { schedules: _schedules, ...bareLine } = line();
    const { distributions, ...bareSchedule } = schedule();

    const newLine = await add(url, 'lines', bareLine);
    expect(newLine).toMatchObject({ status: 201, json: { LineNumber: 1, Ordered: 1429 } });
    expect(newLine.headers.get('location')).toBe(selfOf(newLine.json));
    const newSchedule = await add(selfOf(newLine.json), 'schedules', bareSchedule);
    expect((await oracle.act(url, 'submit')).status).toBe(400);
    const distribution = await add(selfOf(newSchedule.json), 'distributions', { ...distributions[0] });

    expect(distribution.json).toMatchObject({ POChargeAccount: '01-112-540100-000-000' });
    expect((await oracle.get(selfOf(distribution.json))).json).toEqual(distribution.json);
    expect((await oracle.get(url)).json.Ordered).toBe(1429);
    expect((await oracle.act(url, 'submit')).status).toBe(200);
  });

  it('has the new child at its end', async () => {
    const { url } = await oracle.createDraft();
    const second = await add(url, 'lines', lineOf(2, { LineNumber: 2 }));
    expect(second.json.LineNumber).toBe(2);
    expect((await oracle.get(`${url}/child/lines`)).json.items).toMatchObject([{ LineNumber: 1 }, { LineNumber: 2 }]);
  });
});

describe('a PATCH of a child', () => {
  it('changes it alone, with its ETag', async () => {
    const { url } = await oracle.createDraft({ lines: [line(), line({ LineNumber: 2, Price: 10 })] });
    const [first] = (await oracle.get(`${url}/child/lines`)).json.items;
    const etag = (await oracle.get(selfOf(first))).headers.get('etag') ?? '';
    const patch = () => oracle.send('PATCH', selfOf(first), { Price: 20 }, { 'if-match': etag });
    expect(await patch()).toMatchObject({ status: 200, json: { LineNumber: 1, Price: 20, Ordered: 20 } });
    expect((await oracle.get(url)).json.Ordered).toBe(30);
    expect((await patch()).status).toBe(412);
  });

  it('of an open order begins a change order', async () => {
    const { url, draftUrl } = await oracle.openOrder();
    const [first] = (await oracle.get(`${draftUrl}/child/lines`)).json.items;
    await oracle.send('PATCH', selfOf(first), { Price: 20 });
    expect((await oracle.get(draftUrl)).json).toMatchObject({ ChangeOrderNumber: 1, Ordered: 20 });
    expect((await oracle.get(url)).json.Ordered).toBe(1429);
    expect((await oracle.act(draftUrl, 'submit')).status).toBe(200);
    expect((await oracle.get(url)).json.Ordered).toBe(20);
  });
});

describe('a call of a child', () => {
  it.each([
    ['an unknown attribute', { Colour: 'red' }, '/Colour'],
    ['no unit', { Quantity: 1 }, '/lines/1/UOM'],
    ['a unit code', { Quantity: 1, UOM: 'Ea' }, '/lines/1/UOM'],
  ])('with %s is refused', async (_, body, path) => {
    const { url } = await oracle.createDraft();
    const { status, json } = await add(url, 'lines', body);
    expect(status).toBe(400);
    expect(json['o:errorDetails']).toMatchObject([{ 'o:errorPath': path }]);
    expect((await oracle.get(`${url}/child/lines`)).json.count).toBe(1);
  });

  it('is not possible where orders are only read, on unknown children, or by another method', async () => {
    const { url, draftUrl } = await oracle.openOrder();
    expect((await add(url, 'lines', lineOf(1))).status).toBe(405);
    expect((await add(draftUrl, 'contracts', {})).status).toBe(404);
    expect((await oracle.send('PATCH', `${draftUrl}/child/lines/1`, {})).status).toBe(404);
    const [first] = (await oracle.get(`${draftUrl}/child/lines`)).json.items;
    expect((await oracle.send('DELETE', selfOf(first))).status).toBe(405);
    expect((await oracle.send('PATCH', `${draftUrl}/child/lines`, {})).status).toBe(405);
  });

  it('gets 404 while the new order is not visible', async () => {
    await oracle.control('POST', 'settings', { itemDelaySeconds: 5 });
    const { url } = await oracle.createDraft();
    expect((await add(url, 'lines', lineOf(1))).status).toBe(404);
    oracle.now += 5000;
    expect((await add(url, 'lines', lineOf(1))).status).toBe(201);
  });
});
