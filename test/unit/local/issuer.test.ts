import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { listen } from '../../../local/http/listen.ts';
import { ISSUER_PATH, openIssuer } from '../../../local/issuer.ts';

const ISSUER_URL = 'http://127.0.0.1:4000/issuer';
const SUBJECT = { user: 'usr_1', org: 'org_1', roles: ['procurement_requester', 'procurement_approver'] };

describe('the development issuer', () => {
  const open = (directory = mkdtempSync(join(tmpdir(), 'issuer-'))) => openIssuer(directory, ISSUER_URL, 'hub');

  it('puts user, organization and roles into a token', async () => {
    const token = await (await open()).token(SUBJECT, 60);
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({ iss: ISSUER_URL, aud: 'hub', sub: 'usr_1', org_id: 'org_1', roles: SUBJECT.roles });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    expect(decodeProtectedHeader(token).alg).toBe('RS256');
  });

  it('issues a token that is already expired', async () => {
    const { exp = 0, iat = 0 } = decodeJwt(await (await open()).token(SUBJECT, -60));
    expect(exp).toBeLessThan(Date.now() / 1000);
    expect(iat).toBeLessThanOrEqual(exp);
  });

  it('keeps its key, so that tokens stay valid after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'issuer-'));
    const tokens = [await (await open(directory)).token(SUBJECT, 60), await (await open(directory)).token(SUBJECT, 60)];
    const [before, after] = tokens.map((token) => decodeProtectedHeader(token).kid);
    expect(after).toBe(before);
  });

  it('serves a discovery document that leads to the key of its tokens', async () => {
    const listener = await listen(0, 'HUB_AWS_PORT', 'the issuer');
    const issuer = await openIssuer(mkdtempSync(join(tmpdir(), 'issuer-')), `${listener.url}${ISSUER_PATH}`, 'hub');
    listener.serve(issuer.listener);
    const discovery = await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json();
    expect(discovery).toMatchObject({ issuer: issuer.url });
    const keys = createRemoteJWKSet(new URL((discovery as { jwks_uri: string }).jwks_uri));
    const { payload } = await jwtVerify(await issuer.token(SUBJECT, 60), keys, { issuer: issuer.url, audience: 'hub' });
    expect(payload.sub).toBe('usr_1');
    expect((await fetch(`${issuer.url}/nothing`)).status).toBe(404);
    await listener.close(0);
  });
});
