import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AuthorizeToken, createJwtAuthorizer } from '../../../../local/aws/api-gateway/jwt-authorizer.ts';
import { VerifiedTokens } from '../../../../local/aws/api-gateway/verified-tokens.ts';
import { type HttpListener, listen } from '../../../../local/http/listen.ts';
import { ISSUER_PATH, type Issuer, openIssuer } from '../../../../local/issuer.ts';

const SUBJECT = { user: 'usr_1', org: 'org_1', roles: [] };
const NOW = Date.parse('2026-11-21T12:00:00Z');
const EXP = NOW / 1000;

beforeEach(() => {
  jest.useFakeTimers({
    now: NOW,
    doNotFake: ['setTimeout', 'setImmediate', 'setInterval', 'nextTick', 'performance', 'queueMicrotask'],
  });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the JWT authorizer, for a token that it has accepted', () => {
  let listener: HttpListener;
  let requests = 0;
  let issuer: Issuer;
  let authorize: AuthorizeToken;
  beforeEach(async () => {
    requests = 0;
    listener = await listen(0, 'HUB_AWS_PORT', 'the issuer');
    issuer = await openIssuer(mkdtempSync(join(tmpdir(), 'issuer-')), `${listener.url}${ISSUER_PATH}`, 'hub');
    listener.serve((request, response) => {
      requests++;
      issuer.listener(request, response);
    });
    authorize = createJwtAuthorizer({ issuer: issuer.url, audiences: ['hub'] });
  });
  afterEach(() => listener.close(0));

  it('accepts it until it expires, with the same claims', async () => {
    const header = `Bearer ${await issuer.token(SUBJECT, 60)}`;
    const first = await authorize(header);
    expect(first).toHaveProperty('claims.sub', 'usr_1');
    jest.setSystemTime(NOW + 59_999);
    expect(await authorize(header)).toEqual(first);
    jest.setSystemTime(NOW + 60_000);
    expect(await authorize(header)).toMatchObject({
      rejection: { headers: { 'www-authenticate': expect.stringContaining('the token has expired') } },
    });
    // The discovery document and the keys.
    expect(requests).toBe(2);
  });

  it('accepts no other token with its header and claims', async () => {
    const token = await issuer.token(SUBJECT, 60);
    await authorize(`Bearer ${token}`);
    expect(await authorize(`Bearer ${token.slice(0, -8)}AAAAAAAA`)).toHaveProperty('rejection.status', 401);
  });
});

describe('the verified tokens', () => {
  it('are forgotten after ten minutes, in which the issuer may have withdrawn the key', () => {
    const tokens = new VerifiedTokens();
    tokens.add('a', { exp: EXP + 3_600 });
    jest.setSystemTime(NOW + 599_999);
    expect(tokens.get('a')).toEqual({ exp: EXP + 3_600 });
    jest.setSystemTime(NOW + 600_000);
    expect(tokens.get('a')).toBeUndefined();
  });

  it('are the last five hundred', () => {
    const tokens = new VerifiedTokens();
    for (let n = 0; n <= 500; n++) tokens.add(String(n), { exp: EXP + 60 });
    expect([tokens.get('0'), tokens.get('1'), tokens.get('500')]).toEqual([
      undefined,
      { exp: EXP + 60 },
      { exp: EXP + 60 },
    ]);
  });
});
