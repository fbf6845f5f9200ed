import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { HubError } from '../../domain/errors.ts';

export const ROLES = ['procurement_requester', 'procurement_approver', 'procurement_admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Caller {
  readonly orgId: string;
  readonly userId: string;
}

export interface JwtCaller extends Caller {
  readonly roles: readonly Role[];
}

/** The longest `sub` that OpenID Connect permits; longer names would not fit the table's keys. */
const MAX_NAME_LENGTH = 255;

/** The caller from the claims that API Gateway's JWT authorizer verified. Throws `auth.claim_missing`. */
export function authenticateJwt({
  requestContext,
}: Pick<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'>): JwtCaller {
  const { sub, org_id, roles } = requestContext.authorizer.jwt.claims;
  if (!isName(sub) || !isName(org_id)) {
    const message = `The token must have the claims sub and org_id, each with 1 to ${MAX_NAME_LENGTH} characters.`;
    throw new HubError('auth.claim_missing', message);
  }
  const claimed = readListClaim(roles);
  return { userId: sub, orgId: org_id, roles: ROLES.filter((role) => claimed.includes(role)) };
}

function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && claim.length > 0 && claim.length <= MAX_NAME_LENGTH;
}

/** A list claim: API Gateway renders an array as the string `[a b]`, and issuers also send `a b` or `a,b`. */
export function readListClaim(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[(.*)\]$/s, '$1')
    .split(/[\s,]+/)
    .filter(Boolean);
}

/** Throws `auth.role_missing` unless the caller has one of the roles. */
export function requireRole(caller: JwtCaller, roles: readonly Role[]): void {
  if (roles.some((role) => caller.roles.includes(role))) return;
  throw new HubError('auth.role_missing', `This call needs the role ${roles.join(' or ')}.`);
}

export function mayEditOthers({ roles }: JwtCaller): boolean {
  return roles.includes('procurement_approver') || roles.includes('procurement_admin');
}
