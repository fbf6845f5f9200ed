import { describe, expect, it } from '@jest/globals';
import { callerFromClaims, readListClaim, requireRole } from '../../../../core/runtime/caller.ts';

describe('the caller', () => {
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
  ])('a list claim %j reads as %j', (claim, list) => {
    expect(readListClaim(claim)).toEqual(list);
  });

  it('it is who the token says, with the roles that the hub knows', () => {
    const claims = { sub: 'usr_1', org_id: 'org_1', roles: '[procurement_admin other]' };
    expect(callerFromClaims(claims)).toEqual({ userId: 'usr_1', orgId: 'org_1', roles: ['procurement_admin'] });
  });

  it.each([{ sub: 'usr_1' }, { org_id: 'org_1' }, {}])('a token with only %j is refused', (claims) => {
    expect(() => callerFromClaims(claims)).toThrow(expect.objectContaining({ code: 'auth.claim_missing' }));
  });

  it('it needs one of the roles that a route asks for', () => {
    const caller = callerFromClaims({ sub: 'usr_1', org_id: 'org_1', roles: 'procurement_requester' });
    expect(() => requireRole(caller, ['procurement_approver'])).toThrow(
      expect.objectContaining({ code: 'auth.role_missing' }),
    );
    expect(() => requireRole(caller, ['procurement_requester', 'procurement_admin'])).not.toThrow();
  });
});
