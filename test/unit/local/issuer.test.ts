import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { openIssuer } from '../../../local/issuer.ts';

const URL = 'http://127.0.0.1:4000/issuer';
const SOMEONE = { user: 'usr_1', org: 'org_1', roles: ['procurement_requester', 'procurement_approver'] };

describe('the development issuer', () => {
  const open = (directory = mkdtempSync(join(tmpdir(), 'issuer-'))) => openIssuer(directory, URL, 'hub');

  it('says in a token who it is for', async () => {
    const token = await (await open()).token(SOMEONE, 60);
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({ iss: URL, aud: 'hub', sub: 'usr_1', org_id: 'org_1', roles: SOMEONE.roles });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    expect(decodeProtectedHeader(token).alg).toBe('RS256');
  });

  it('can make a token that has expired already', async () => {
    const { exp = 0, iat = 0 } = decodeJwt(await (await open()).token(SOMEONE, -60));
    expect(exp).toBeLessThan(Date.now() / 1000);
    expect(iat).toBeLessThanOrEqual(exp);
  });

  it('keeps its key, so that tokens outlive it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'issuer-'));
    const tokens = [await (await open(directory)).token(SOMEONE, 60), await (await open(directory)).token(SOMEONE, 60)];
    const [before, after] = tokens.map((token) => decodeProtectedHeader(token).kid);
    expect(after).toBe(before);
  });
});
