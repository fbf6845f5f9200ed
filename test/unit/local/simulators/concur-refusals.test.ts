import { request as httpRequest } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, monitor, officeSupplies, REQUESTS, runningConcur } from './concur-client.ts';

const concur = runningConcur();
beforeEach(() => concur.reset());

const USER_REQUIRED = 'Either userID or userEmail or userLoginId is required.';

function without(name: string): Json {
  return officeSupplies({ [name]: undefined });
}
function withLine(changes: Json): Json {
  return officeSupplies({ lineItems: [monitor(), monitor(changes)] });
}

it('a correlation id that is no UUID is refused, but by the token endpoint', async () => {
  const headers = { 'concur-correlationid': 'my-call-7' };
  const error = { errorCode: 'invalidUuid', errorMessage: expect.any(String), dataPath: 'concur-correlationid' };
  for (const reply of [
    await concur.create(officeSupplies(), headers),
    await concur.send('GET', `${REQUESTS}/1?mode=COMPACT`, undefined, headers),
  ]) {
    expect(reply).toMatchObject({ status: 400, json: { errors: [error] } });
  }
  expect((await concur.control('GET', 'state')).json.purchaseRequests).toEqual([]);
  const { client_id = '', client_secret = '' } = concur.credentials;
  const body = new URLSearchParams({ client_id, client_secret, grant_type: 'client_credentials' }).toString();
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await concur.call('POST', '/oauth2/v0/token', body, form)).status).toBe(200);
});

describe('a purchase request', () => {
  it.each([
    ['missingRequestBody', 'Missing request body.', '', ''],
    ['invalidRequestBody', 'Passed request body is invalid.', '', '{"description":'],
    ['missingUserInfo', USER_REQUIRED, 'userId', without('userLoginId')],
    [
      'invalidUserInfo',
      'Either userID or userEmail or userLoginId is invalid, or user does not have access to this resource.',
      'userLoginId',
      officeSupplies({ userLoginId: 'nobody@concur' }),
    ],
    ['provideOneUserInformation', USER_REQUIRED, 'userLoginId', officeSupplies({ userEmail: 'john.deo@example.com' })],
    ['missingCurrencyCode', 'currencyCode is missing.', 'currencyCode', without('currencyCode')],
    ['invalidCurrencyCode', 'currencyCode is invalid.', 'currencyCode', officeSupplies({ currencyCode: 'USDD' })],
    [
      'invalidPolicyInformation',
      'Cannot find a purchase order policy with the supplied policyExternalId.',
      'policyExternalId',
      officeSupplies({ policyExternalId: 'nothing' }),
    ],
    ['missingLineItems', 'lineItems are missing.', 'lineItems', officeSupplies({ lineItems: [] })],
    [
      'invalidPurchaseType',
      'purchaseType is invalid.',
      'lineItems[1].purchaseType',
      withLine({ purchaseType: 'GIFT' }),
    ],
    ['missingPurchaseType', 'purchaseType is required.', 'lineItems[1].purchaseType', withLine({ purchaseType: '' })],
    [
      'missingVendorAddressCode',
      'vendorAddressCode is required.',
      'lineItems[1].vendorAddressCode',
      withLine({ vendorAddressCode: undefined }),
    ],
    ['missingVendorCode', 'vendorCode is required.', 'lineItems[1].vendorCode', withLine({ vendorCode: null })],
    [
      'invalidVendor',
      'Vendor / Address code combination is invalid.',
      'lineItems[1].vendorCode',
      withLine({ vendorAddressCode: 'ADDR2' }),
    ],
    [
      'missingDescription',
      'Line item description is required.',
      'lineItems[1].description',
      withLine({ description: ' ' }),
    ],
    ['missingQuantity', 'Line item quantity is required.', 'lineItems[1].quantity', withLine({ quantity: null })],
    ['invalidQuantity', 'Line item quantity is invalid.', 'lineItems[1].quantity', withLine({ quantity: '2O' })],
    ['missingUnitPrice', 'unitPrice is required.', 'lineItems[1].unitPrice', withLine({ unitPrice: '' })],
    ['invalidUnitPrice', 'unitPrice is invalid.', 'lineItems[1].unitPrice', withLine({ unitPrice: -1 })],
    [
      'invalidDateFormat',
      'Expected a date in the format YYYY-MM-DD.',
      'lineItems[1].neededByDate',
      withLine({ neededByDate: '06/28/2018' }),
    ],
  ])('is refused with %s', async (errorCode, errorMessage, dataPath, body) => {
    const { status, json } = await concur.create(body === '' ? undefined : body);
    expect({ status, json }).toEqual({ status: 400, json: { errors: [{ errorCode, errorMessage, dataPath }] } });
    expect(await concur.stored()).toBeUndefined();
  });

  it('is refused with listCodeNotfound for an item that a connected list does not have', async () => {
    await concur.control('POST', 'settings', { connectedLists: { custom1: ['ADVT'], 'lineItems.custom2': ['OTHER'] } });
    expect((await concur.create(officeSupplies())).json.errors).toEqual([
      {
        errorCode: 'listCodeNotfound',
        errorMessage: 'Cannot find the List code in the system for the given value.',
        dataPath: 'lineItems[0].custom2',
      },
    ]);
  });

  it('is refused with all that is wrong', async () => {
    const { json } = await concur.create({
      lineItems: [{ quantity: 0, unitPrice: '1e3', neededByDate: '2026-02-30' }],
    });
    expect(json.errors.map(({ errorCode }: { errorCode: string }) => errorCode)).toEqual([
      'missingUserInfo',
      'missingCurrencyCode',
      'missingPurchaseType',
      'missingVendorCode',
      'missingVendorAddressCode',
      'missingDescription',
      'invalidQuantity',
      'invalidUnitPrice',
      'invalidDateFormat',
    ]);
  });

  it.each([
    ['[]', ''],
    ['"text"', ''],
    ['null', ''],
    [officeSupplies({ custom24: 5 }), 'custom24'],
    [officeSupplies({ lineItems: { 0: monitor() } }), 'lineItems'],
    [officeSupplies({ lineItems: ['x'] }), 'lineItems'],
    [officeSupplies({ currencyCode: ['USD'] }), 'currencyCode'],
    [withLine({ quantity: { amount: 1 } }), 'lineItems[1].quantity'],
    [withLine({ receiptType: 'AMOUNT' }), 'lineItems[1].receiptType'],
    [withLine({ shipping: 'free' }), 'lineItems[1].shipping'],
    [withLine({ url: 'http://a.example' }), 'lineItems[1].url'],
    [`{"userLoginId": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'userLoginId'],
  ])('is refused as invalid for a wrong type: %.60j', async (body, dataPath) => {
    const { status, json } = await concur.create(body);
    expect(status).toBe(400);
    expect(json.errors).toContainEqual({
      errorCode: 'invalidRequestBody',
      errorMessage: 'Passed request body is invalid.',
      dataPath,
    });
  });

  it('may carry unknown fields, however deep and however named', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const body = JSON.stringify(officeSupplies()).replace('{', `{"__proto__": ${deep}, "constructor": 1, `);
    expect((await concur.create(body)).status).toBe(202);
    expect((await concur.control('GET', 'state')).status).toBe(200);
  });

  it('is refused in chunks and in another content type', async () => {
    expect((await concur.create(officeSupplies(), { 'content-type': 'text/plain' })).status).toBe(415);
    const status = await new Promise((resolve) => {
      const headers = { 'transfer-encoding': 'chunked', 'content-type': 'application/json' };
      httpRequest(`${concur.url}${REQUESTS}`, { method: 'POST', headers }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      }).end('{}');
    });
    expect(status).toBe(411);
  });
});

describe('a read', () => {
  it.each([
    ['', 400],
    ['?mode=FULL', 400],
    ['?mode=compact', 400],
    ['?mode=COMPACT', 404],
  ])('of an unknown request with %j gets %i', async (query, status) => {
    const reply = await concur.send('GET', `${REQUESTS}/de9c0894-b807-6943-8e3f-49a707da3456${query}`);
    expect(reply.status).toBe(status);
    expect(reply.json).toEqual({
      timestamp: '2026-02-24T09:00:00.000Z',
      httpStatus: expect.stringContaining(`${status} - `),
      error: { id: expect.any(String), message: expect.any(String) },
      path: `${REQUESTS}/de9c0894-b807-6943-8e3f-49a707da3456`,
    });
  });

  it('gets 404 and 405 for what the API does not have', async () => {
    expect((await concur.send('GET', '/purchaserequest/v4/nothing')).status).toBe(404);
    expect((await concur.send('GET', REQUESTS)).status).toBe(405);
    expect((await concur.send('DELETE', `${REQUESTS}/x`)).status).toBe(405);
  });
});

describe('a fault', () => {
  it('is the documented 429 and a 503, on the token endpoint too', async () => {
    await concur.control(
      'POST',
      'faults',
      [429, 503, 429].map((status) => ({ kind: 'status', status })),
    );
    const limited = await concur.create(officeSupplies());
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('0');
    expect(limited.json.error).toEqual({ id: 'security.rate.limit.reached', message: 'Too many requests' });
    expect((await concur.read('x')).json.httpStatus).toBe('503 - Service Unavailable');
    expect((await concur.refresh()).status).toBe(429);
  });

  it('loses the response of an accepted request, and of a refresh whose token is then used up', async () => {
    await concur.control('POST', 'faults', [{ kind: 'drop-after', match: { method: 'POST' }, times: 1 }]);
    await expect(concur.create(officeSupplies())).rejects.toThrow('fetch failed');
    expect(await concur.stored()).toBeDefined();
    const { refresh_token } = (await concur.refresh()).json;
    await concur.control('POST', 'faults', [{ kind: 'drop-after', match: { path: '/oauth2' } }]);
    await expect(concur.refresh(refresh_token)).rejects.toThrow('fetch failed');
    expect((await concur.refresh(refresh_token)).json.code).toBe(108);
  });
});
