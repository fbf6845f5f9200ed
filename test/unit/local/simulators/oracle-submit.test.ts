import { beforeEach, describe, expect, it } from '@jest/globals';
import { line, lineOf, runningOracle, schedule } from './oracle-client.ts';

const oracle = runningOracle();
beforeEach(() => oracle.control('POST', 'reset'));

describe('submit', () => {
  const scheduleOf = (changes: object) => [line({ schedules: [schedule({ ...changes })] })];
  const cases: [string, object[], string][] = [
    ['a line without schedules', [line({ schedules: [] })], '/lines/0/schedules'],
    ['a schedule without distributions', scheduleOf({ distributions: [] }), '/lines/0/schedules/0/distributions'],
    ['a line of another quantity than its schedules', [line({ Quantity: 2 })], '/lines/0/Quantity'],
    [
      'a schedule of another quantity than its distributions',
      scheduleOf({ distributions: [{ Quantity: 2 }] }),
      '/lines/0/schedules/0/Quantity',
    ],
    ['a line without price', [line({ Price: null })], '/lines/0/Price'],
  ];

  it.each(cases)('refuses %s', async (_, lines, path) => {
    const { url } = await oracle.createDraft({ lines });
    const { status, json } = await oracle.act(url, 'submit');
    expect(status).toBe(400);
    expect(json['o:errorDetails']).toEqual([{ detail: expect.any(String), 'o:errorPath': path }]);
    expect((await oracle.get(url)).json.StatusCode).toBe('INCOMPLETE');
  });

  it('refuses in plain text before framework version 4', async () => {
    const { url } = await oracle.createDraft({ lines: [line({ Price: null })] });
    const headers = { 'content-type': 'application/vnd.oracle.adf.action+json', 'rest-framework-version': '1' };
    const reply = await oracle.send('POST', `${url}/action/submit`, {}, headers);
    expect(reply).toMatchObject({ status: 400, text: 'You must provide a value for Price.' });
  });

  it('takes fractions that add up, and distributions without account', async () => {
    const distributions = [0.1, 0.2].map((Quantity) => ({ Quantity }));
    const stock = schedule({ Quantity: 0.3, DestinationTypeCode: 'INVENTORY', distributions });
    const lines = [line({ Quantity: 0.3, schedules: [stock] }), lineOf(2, { LineNumber: 2 })];
    const { url } = await oracle.createDraft({ lines });
    expect((await oracle.act(url, 'submit')).status).toBe(200);
  });
});

describe('cancel', () => {
  it('cancels an open order with its lines, once', async () => {
    const { url, draftUrl } = await oracle.openOrder();
    await oracle.send('PATCH', draftUrl, { Description: 'not in force' });

    expect(await oracle.act(url, 'cancel')).toMatchObject({ status: 200, json: { result: 'SUCCESS' } });

    const canceled = { StatusCode: 'CANCELED', Status: 'Canceled' };
    const { json } = await oracle.get(`${draftUrl}?expand=lines.schedules`);
    expect(json).toMatchObject({ ...canceled, Description: '[proc_9xKpQ2mR4wVbN3] Laptop' });
    expect(json.lines.items).toMatchObject([{ ...canceled, schedules: { items: [canceled] } }]);
    const again = await oracle.act(url, 'cancel');
    expect(again.status).toBe(400);
    expect(again.json['o:errorDetails']).toEqual([{ detail: "It can't be canceled: it is Canceled." }]);
  });

  it('is refused for a draft, and unknown to the draft resource', async () => {
    const { url } = await oracle.createDraft();
    expect((await oracle.act(url.replace('draftPurchaseOrders', 'purchaseOrders'), 'cancel')).status).toBe(400);
    expect((await oracle.act(url, 'cancel')).status).toBe(404);
  });
});
