/** Names of secrets, which the template grants and the functions read. */

/** The prefix of a stage's secrets. */
export function secretPrefix(stage: string): string {
  return `procurement-hub/${stage}`;
}

/** The secret with an organization's credentials at a partner. */
export function partnerSecretName(prefix: string, orgId: string, partner: string): string {
  return `${prefix}/${orgId}/${partner}`;
}
