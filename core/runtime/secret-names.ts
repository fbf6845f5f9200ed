/** Names of secrets, which the template grants and the functions read. */

export function secretPrefix(stage: string): string {
  return `procurement-hub/${stage}`;
}

export function partnerSecretName(prefix: string, orgId: string, partner: string): string {
  return `${prefix}/${orgId}/${partner}`;
}
