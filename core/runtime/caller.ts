import { HubError } from '../domain/errors.ts';

export const ROLES = ['procurement_requester', 'procurement_approver', 'procurement_admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls, as the verified token says. */
export interface Caller {
  readonly userId: string;
  readonly orgId: string;
  readonly roles: readonly Role[];
}

/**
 * A list claim. API Gateway's JWT authorizer hands an array over as one string, `[a b]`; issuers also send one string
 * with spaces or commas.
 */
export function readListClaim(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[(.*)\]$/s, '$1')
    .split(/[\s,]+/)
    .filter(Boolean);
}

/** As OpenID Connect limits `sub`; what is longer would not fit the table's keys. */
const MAX_NAME_LENGTH = 255;

function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && claim.length > 0 && claim.length <= MAX_NAME_LENGTH;
}

/** The caller from a token's claims. Throws `auth.claim_missing` for a token without user or organization. */
export function callerFromClaims(claims: Readonly<Record<string, unknown>>): Caller {
  const { sub, org_id } = claims;
  if (!isName(sub) || !isName(org_id)) {
    const message = `The token needs the claims sub and org_id, of at most ${MAX_NAME_LENGTH} characters.`;
    throw new HubError('forbidden', 'auth.claim_missing', message);
  }
  const roles = readListClaim(claims.roles);
  return { userId: sub, orgId: org_id, roles: ROLES.filter((role) => roles.includes(role)) };
}

/** Throws `auth.role_missing` unless the caller has one of the roles. */
export function requireRole(caller: Caller, allowed: readonly Role[]): void {
  if (allowed.some((role) => caller.roles.includes(role))) return;
  throw new HubError('forbidden', 'auth.role_missing', `This needs the role ${allowed.join(' or ')}.`);
}

/** Approvers and administrators may change requests that are not their own. */
export function mayEditOthers({ roles }: Caller): boolean {
  return roles.includes('procurement_approver') || roles.includes('procurement_admin');
}
