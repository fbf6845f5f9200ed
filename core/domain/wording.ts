const ALTERNATIVES = new Intl.ListFormat('en', { type: 'disjunction' });

/** `draft, pending_approval, or approved`. */
export function anyOf(words: readonly string[]): string {
  return ALTERNATIVES.format(words);
}
