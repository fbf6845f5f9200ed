import { describe, expect, it } from '@jest/globals';
import {
  authenticateJwt,
  type JwtCaller,
  mayEditOthers,
  ROLES,
  readListClaim,
  requireRole,
} from '../../../../../core/runtime/http/caller.ts';
import { type HttpCall, httpEvent } from '../../../support/http-event.ts';

function callerOf(claims: NonNullable<HttpCall['claims']>): JwtCaller {
  return authenticateJwt(httpEvent('GET /v1/orders', { claims }));
}

describe('a list claim', () => {
  it.each([
    ['[procurement_requester procurement_approver]', ['procurement_requester', 'procurement_approver']],
    ['procurement_approver', ['procurement_approver']],
    ['a,b c', ['a', 'b', 'c']],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    ['[]', []],
    ['', []],
    [undefined, []],
  ])('reads %j as %j', (claim, list) => {
    expect(readListClaim(claim)).toEqual(list);
  });
});

describe('a caller', () => {
  it('is the user, the organization and the known roles of the token', () => {
    const claims = { sub: 'usr_1', org_id: 'org_1', roles: '[procurement_admin other]' };
    expect(callerOf(claims)).toEqual({ userId: 'usr_1', orgId: 'org_1', roles: ['procurement_admin'] });
  });

  it('has no role without the claim', () => {
    expect(callerOf({ sub: 'usr_1', org_id: 'org_1' }).roles).toEqual([]);
  });

  it.each([{ sub: 'usr_1' }, { org_id: 'org_1' }, {}])('is rejected with only %j in the token', (claims) => {
    expect(() => callerOf(claims)).toThrow(expect.objectContaining({ code: 'auth.claim_missing' }));
  });

  it.each([
    ['no characters', ''],
    ['256 characters', 'x'.repeat(256)],
    ['a number', 7],
    ['a list', ['usr_1']],
  ])('is rejected with a name of %s', (_, name) => {
    expect(() => callerOf({ sub: name, org_id: 'org_1' })).toThrow(
      expect.objectContaining({ code: 'auth.claim_missing' }),
    );
    expect(() => callerOf({ sub: 'usr_1', org_id: name })).toThrow(
      expect.objectContaining({ code: 'auth.claim_missing' }),
    );
  });

  it('may have a name of 255 characters', () => {
    expect(callerOf({ sub: 'x'.repeat(255), org_id: 'org_1' }).userId).toHaveLength(255);
  });
});

describe('a required role', () => {
  const caller = callerOf({ sub: 'usr_1', org_id: 'org_1', roles: 'procurement_requester' });

  it('rejects a caller without it', () => {
    expect(() => requireRole(caller, ['procurement_approver'])).toThrow(
      expect.objectContaining({ code: 'auth.role_missing' }),
    );
  });

  it('admits a caller with one of several', () => {
    expect(() => requireRole(caller, ['procurement_requester', 'procurement_admin'])).not.toThrow();
  });
});

it('lets approvers and administrators edit the requests of others, and requesters not', () => {
  expect(ROLES.filter((role) => mayEditOthers({ userId: 'usr_1', orgId: 'org_1', roles: [role] }))).toEqual([
    'procurement_approver',
    'procurement_admin',
  ]);
});
