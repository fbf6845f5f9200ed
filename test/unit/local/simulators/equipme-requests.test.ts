import { beforeEach, describe, expect, it } from '@jest/globals';
import { PROVIDER_KEY, REQUESTS, runningEquipme } from './equipme-client.ts';

const equipme = runningEquipme();
beforeEach(() => equipme.reset());

const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
function hrefs({ self, next, previous }: Record<string, { href: string } | undefined>) {
  return { self: self?.href, next: next?.href, previous: previous?.href };
}

describe('a request', () => {
  it('is made of each item, assigned, priced and linked, and made again when it is sent again', async () => {
    const item = { requestedBy: 101, employeeAssignment: 102, productOfferId: 5002, note: 'hub proc_1' };
    const { status, json } = await equipme.send('POST', REQUESTS, { items: [item, { ...item, note: null }] });
    expect(status).toBe(201);
    expect(json.items).toHaveLength(2);
    expect(await equipme.read(json.items[0].id)).toMatchObject({
      id: 10_001,
      created: new Date(equipme.now).toISOString(),
      requestedBy: { id: 101, fullName: 'Jane Doe' },
      assignedEmployee: { username: 'max.muster@example.com', self: { href: 'v1/organization/employees/102' } },
      totalOneTimeCosts: 49,
      totalRecurringCosts: 39.9,
      subscriptionPeriod: 36,
      costCenterCode: 'IT Infrastructure',
      items: [{ type: 'service', action: 'order', note: 'hub proc_1', offer: { id: 5002 }, options: [{ id: 801 }] }],
      self: { href: 'v1/procurement/requests/10001' },
    });
    await equipme.send('POST', REQUESTS, { items: [item] });
    expect((await equipme.send('GET', REQUESTS)).json.total).toBe(3);
  });

  it('has the versions of its options only on demand', async () => {
    const id = await equipme.add({ productOfferId: 5002 });
    expect((await equipme.read(id)).items[0].options[0]).not.toHaveProperty('versions');
    const { json } = await equipme.send('GET', `${REQUESTS}/${id}?includeAllOptionVersions=true`);
    expect(json.items[0].items[0].options[0].versions).toHaveLength(2);
    expect((await equipme.send('GET', `${REQUESTS}/${id}?includeAllOptionVersions=maybe`)).status).toBe(400);
  });

  it('is undecided until a person approves or rejects it, once', async () => {
    const ids = [await equipme.add(), await equipme.add()];
    expect(await equipme.read(ids[0] ?? 0)).not.toHaveProperty('approved');
    expect((await equipme.control('POST', `requests/${ids[0]}/approve`)).status).toBe(204);
    expect((await equipme.control('POST', `requests/${ids[1]}/reject`)).status).toBe(204);
    expect((await equipme.read(ids[0] ?? 0)).approved).toBe(true);
    expect((await equipme.read(ids[1] ?? 0)).approved).toBe(false);
    expect((await equipme.control('POST', `requests/${ids[0]}/reject`)).status).toBe(409);
    expect((await equipme.control('POST', 'requests/1/approve')).status).toBe(404);
  });

  it('may be made in the app, and survives a restart', async () => {
    const made = await equipme.control('POST', 'requests', { justification: 'Broken screen', productOfferId: 5002 });
    expect(made.status).toBe(200);
    await equipme.restart();
    expect(await equipme.read(made.json.id)).toMatchObject({
      justification: 'Broken screen',
      requestedBy: { id: 101 },
    });
    expect(await equipme.add()).toBe(made.json.id + 1);
    expect((await equipme.control('POST', 'requests', { productOfferId: 1 })).status).toBe(400);
    for (const wrong of [{ sku: 1 }, { justification: { toString: 1 } }, '"text"', [{}]]) {
      expect((await equipme.control('POST', 'requests', wrong)).status).toBe(400);
    }
  });

  it('is deleted, with the number of 204 in a 200, and its id is not given again', async () => {
    const id = await equipme.add();
    const reply = await equipme.send('DELETE', `${REQUESTS}/${id}`);
    expect(reply).toMatchObject({ status: 200, json: { statusCode: 204 } });
    expect((await equipme.send('GET', `${REQUESTS}/${id}`)).status).toBe(403);
    await equipme.control('POST', 'settings', { unknownStatus: 404 });
    expect((await equipme.send('DELETE', `${REQUESTS}/${id}`)).status).toBe(404);
    expect(await equipme.add()).toBe(id + 1);
  });

  it.each([
    ['{"items":', 'not JSON'],
    ['[]', 'must be object'],
    [{}, 'items must not be empty'],
    [{ items: null }, 'items must not be empty'],
    [{ items: [{ productOfferId: 5001 }] }, 'requestedBy'],
    [
      {
        items: [
          { requestedBy: 101, productOfferId: 5001 },
          { requestedBy: 101, productOfferId: 9 },
        ],
      },
      'productOfferId',
    ],
    [{ items: [{ requestedBy: 101, productOfferId: 5001, locationAssignment: 9 }] }, 'locationAssignment'],
    [{ items: [{ requestedBy: '101' }] }, 'must be integer'],
    [{ items: [{ requestedBy: 2 ** 31 }] }, 'int32'],
    [{ items: [{ requestAction: 'buy' }] }, 'must be equal to one of the allowed values'],
    [{ items: [{ requestedDeliveryDate: 'tomorrow' }] }, 'date-time'],
    [{ items: [{ deviatingDeliveryAddress: { city: 'Berlin' } }] }, "must have required property 'countryCode'"],
    [{ items: [{ deviatingDeliveryAddress: { city: 'x'.repeat(101), countryCode: 'DEU' } }] }, 'more than 100'],
    [`{"__proto__": ${deep}}`, 'must NOT have additional properties'],
  ])('is refused for the body %.80j', async (body, message) => {
    const { status, json } = await equipme.send('POST', REQUESTS, body);
    expect({ status, json }).toEqual({
      status: 400,
      json: { errorCode: 'BadRequest', errorDescription: expect.stringContaining(message), data: null },
    });
    expect((await equipme.send('GET', REQUESTS)).json.total).toBe(0);
  });
});

describe('the list', () => {
  it('is paged with relative links, oldest first, after a time', async () => {
    const ids = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(await equipme.add());
      equipme.now += 60_000;
    }
    const first = (await equipme.send('GET', `${REQUESTS}?limit=2`)).json;
    expect(first.items.map(({ id }: { id: number }) => id)).toEqual(ids.slice(0, 2));
    expect(hrefs(first)).toEqual({
      self: 'v1/procurement/requests?limit=2&offset=0',
      next: 'v1/procurement/requests?limit=2&offset=2',
    });
    const second = (await equipme.send('GET', `/${hrefs(first).next}`)).json;
    expect(second).toMatchObject({ total: 3, items: [{ id: ids[2] }] });
    expect(hrefs(second)).toMatchObject({ next: undefined, previous: first.self.href });

    const createdAfter = encodeURIComponent(first.items[1].created);
    const later = (await equipme.send('GET', `${REQUESTS}?createdAfter=${createdAfter}`)).json;
    expect(later).toMatchObject({ total: 1, items: [{ id: ids[2] }] });
    expect(later.self.href).toBe(`v1/procurement/requests?limit=100&offset=0&createdAfter=${createdAfter}`);
  });

  it('has links that begin with a slash when set so', async () => {
    await equipme.control('POST', 'settings', { linksBeginWithSlash: true });
    await equipme.add();
    const { json } = await equipme.send('GET', REQUESTS);
    expect([json.self.href, json.items[0].self.href]).toEqual([
      '/v1/procurement/requests?limit=100&offset=0',
      '/v1/procurement/requests/10001',
    ]);
  });

  it.each([
    'limit=0',
    'limit=1001',
    'limit=ten',
    'offset=-1',
    'offset=1.5',
    'createdAfter=2026-02-30',
    'createdAfter=x',
  ])('refuses %s', async (query) => {
    expect((await equipme.send('GET', `${REQUESTS}?${query}`)).status).toBe(400);
  });
});

describe('a patch', () => {
  it('tests, replaces, adds and removes', async () => {
    const id = await equipme.add({ note: 'old' });
    const { status } = await equipme.patch(
      id,
      { op: 'test', path: '/items/0/note', value: 'old' },
      { op: 'replace', path: '/items/0/note', value: 'new' },
      { op: 'add', path: '/justification', value: 'needed' },
      { op: 'add', path: '/costCenterId', value: 8 },
      { op: 'remove', path: '/costCenterCode' },
    );
    expect(status).toBe(204);
    expect(await equipme.read(id)).toMatchObject({
      justification: 'needed',
      costCenterId: 8,
      costCenterCode: null,
      items: [{ note: 'new' }],
    });
  });

  it.each([
    [409, { op: 'test', path: '/justification', value: 'x' }],
    [400, { op: 'replace', path: '/approved', value: true }],
    [400, { op: 'replace', path: '/nothing', value: 'x' }],
    [400, { op: 'replace', path: 'justification', value: 'x' }],
    [400, { op: 'replace', path: '/__proto__', value: 'x' }],
    [400, { op: 'remove', path: null }],
    [400, { op: 'move', path: '/justification', from: '/items/0/note' }],
    [400, { op: 'replace', path: '/costCenterId', value: 'seven' }],
    [400, { op: 'replace', path: '/items/0/preferredProvisionDate', value: 'soon' }],
    [400, { op: 'replace', path: '/justification', value: [] }],
    [400, { op: 'replace', path: '/justification', note: 'x' }],
  ])('is refused with %i, and nothing of it is done: %j', async (status, operation) => {
    const id = await equipme.add({ note: 'old' });
    const first = { op: 'replace', path: '/items/0/note', value: 'new' };
    expect((await equipme.patch(id, first, operation)).status).toBe(status);
    expect((await equipme.read(id)).items[0].note).toBe('old');
  });

  it('is refused without its wrapper, without operations, too deep, and once the request is decided', async () => {
    const id = await equipme.add();
    const path = `${REQUESTS}/${id}`;
    const operations = [{ op: 'replace', path: '/justification', value: 'x' }];
    for (const body of [operations, { operations }, {}, { patchDocument: {} }]) {
      expect((await equipme.send('PATCH', path, body)).status).toBe(400);
    }
    const nested = `{"patchDocument":{"operations":[{"op":"add","path":"/justification","value":${deep}}]}}`;
    expect((await equipme.send('PATCH', path, nested)).status).toBe(400);
    expect((await equipme.send('PATCH', path, operations, { 'content-type': 'text/plain' })).status).toBe(415);
    await equipme.control('POST', `requests/${id}/reject`);
    expect((await equipme.send('PATCH', path, { patchDocument: { operations } })).status).toBe(409);
    expect((await equipme.send('DELETE', path)).status).toBe(409);
  });
});

describe('a call', () => {
  it.each([
    [401, 'Unauthorized', {}],
    [401, 'Unauthorized', { 'x-api-key': 'unknown' }],
    [403, 'Forbidden', { 'x-api-key': PROVIDER_KEY }],
  ])('gets %i %s with the headers %j', async (status, errorCode, headers) => {
    const reply = await equipme.call('GET', REQUESTS, undefined, headers);
    expect(reply).toMatchObject({ status, json: { errorCode } });
  });

  it('gets 404 for an unknown path and 405 for an unknown method', async () => {
    expect((await equipme.send('GET', '/v1/organization/employees')).json.errorCode).toBe('NotFound');
    expect((await equipme.send('PUT', REQUESTS, {})).json.errorCode).toBe('MethodNotAllowed');
  });

  it('may be hit by a fault', async () => {
    const faults = [
      { kind: 'status', status: 429 },
      { kind: 'drop-after', match: { method: 'POST' } },
    ];
    await equipme.control('POST', 'faults', faults);
    const limited = await equipme.send('GET', REQUESTS);
    expect(limited).toMatchObject({ status: 429, json: { errorCode: 'TooManyRequests' } });
    expect(limited.headers.get('retry-after')).toBe('1');
    await expect(equipme.add()).rejects.toThrow('fetch failed');
    expect((await equipme.send('GET', REQUESTS)).json.total).toBe(1);
  });
});
