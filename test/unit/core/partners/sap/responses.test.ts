import { describe, expect, it } from '@jest/globals';
import { IntegrationError, PermanentError, RetryableError } from '../../../../../core/sync/errors.ts';
import { type PartnerReply, partnerServer } from '../../../support/partner-server.ts';
import { clientOf, create, errorOf, failingSap, isCreate, NOW_MS, read, SECRETS } from './support.ts';

const sap = partnerServer();

describe('a response of SAP to a POST', () => {
  const lock = { error: { code: 'ME/006', message: 'Purchase order is locked by HUB' } };

  it.each<[PartnerReply, object]>([
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { code: 'sap.http_429', effect: 'none', retryAfterSeconds: 7, partnerDown: true },
    ],
    [
      { status: 429, headers: { 'retry-after': new Date(NOW_MS + 90_000).toUTCString() } },
      { code: 'sap.http_429', effect: 'none', retryAfterSeconds: 90 },
    ],
    [
      { status: 429, headers: { 'retry-after': 'soon' } },
      { effect: 'none', retryAfterSeconds: undefined },
    ],
    [
      { status: 423, body: lock },
      {
        code: 'sap.http_423',
        effect: 'none',
        partnerDown: false,
        message: 'SAP returned 423: Purchase order is locked by HUB (ME/006)',
      },
    ],
    [
      { status: 503, headers: { 'retry-after': '30' } },
      { code: 'sap.http_503', effect: 'unknown', retryAfterSeconds: 30, partnerDown: true },
    ],
    [{ status: 412 }, { code: 'sap.http_412', effect: 'none', partnerDown: false }],
    [
      { status: 500 },
      { code: 'sap.http_500', effect: 'unknown', partnerDown: true, message: 'SAP returned 500: no body.' },
    ],
    [
      { status: 502, body: '<h1>Bad\n Gateway</h1>' },
      { code: 'sap.http_502', effect: 'unknown', message: 'SAP returned 502: Bad Gateway.' },
    ],
    [
      { status: 201, body: '<html>Logon</html>' },
      {
        code: 'sap.unreadable_answer',
        effect: 'unknown',
        partnerDown: false,
        message: "SAP returned 201 with a body that can't be read.",
      },
    ],
    [
      { status: 201, body: { PurchaseOrder: 'not a number' } },
      { code: 'sap.unreadable_answer', effect: 'unknown' },
    ],
    [{ status: 204 }, { code: 'sap.unreadable_answer', effect: 'unknown' }],
  ])('can be retried as %j', async (reply, expected) => {
    sap.reply(failingSap(isCreate, reply));
    const { error, shown } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject(expected);
    expect(shown).not.toMatch(SECRETS);
    expect(sap.calls.filter(isCreate)).toHaveLength(1);
  });

  it.each<[PartnerReply, object]>([
    [
      { status: 400, body: { error: { code: 'ME/083', message: 'Enter Cost Center', target: 'CostCenter' } } },
      { code: 'sap.http_400', message: 'SAP returned 400: Enter Cost Center [CostCenter] (ME/083)' },
    ],
    [{ status: 403, body: { error: { code: 'AUTH', message: 'No authorization' } } }, { code: 'sap.http_403' }],
    [{ status: 404 }, { code: 'sap.http_404' }],
  ])('needs a person as %j', async (reply, expected) => {
    sap.reply(failingSap(isCreate, reply));
    const { error, shown } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject(expected);
    expect(shown).not.toMatch(SECRETS);
  });

  it.each([301, 302, 303, 307, 308])('pauses the integration as %i, which is not followed', async (status) => {
    sap.reply(failingSap(isCreate, { status, headers: { location: `${sap.url()}/elsewhere` } }));
    const { error } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code: 'sap.redirected', message: expect.stringContaining('base_url') });
    expect(sap.calls.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });
});

describe('a response of SAP to a GET', () => {
  it.each<PartnerReply>([
    { status: 500 },
    { status: 502 },
    { status: 200, body: '<html>Logon</html>' },
    'reset',
    'cut off',
  ])('had no effect as %j', async (reply) => {
    sap.reply(failingSap(() => true, reply));
    const { error } = await errorOf(read(clientOf(sap).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ effect: 'none' });
  });
});
