/** Names of secrets, which the template grants and the functions read. */

export function secretPrefix(stage: string): string {
  return `procurement-hub/${stage}`;
}

/** What Secrets Manager appends to a name in the secret's ARN. */
export const SECRET_SUFFIX = '-??????';

export function partnerSecretName(prefix: string, orgId: string, partner: string): string {
  return `${prefix}/${orgId}/${partner}`;
}

/** The secret with the keys that sign a subscription's messages. */
export function subscriptionSecretName(prefix: string, orgId: string, subscriptionId: string): string {
  return `${prefix}/${orgId}/subscription-${subscriptionId}`;
}
