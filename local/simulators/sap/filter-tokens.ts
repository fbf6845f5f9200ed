/** The words of a `$filter`, and what its literals mean for a property's type. */
import type { Property } from './edm.ts';
import type { Value } from './entity.ts';
import { isDate, normalizeTimestamp } from './formats.ts';

export interface Token {
  readonly kind: 'string' | 'word' | 'symbol';
  readonly text: string;
}

const TOKEN = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s'(),]+))/y;

/** Undefined when the source is not a sequence of tokens, for example because a quote is open. */
export function tokenize(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < end) {
    const match = pattern.exec(source);
    if (!match) return undefined;
    const [, string, symbol, word = ''] = match;
    if (string !== undefined) tokens.push({ kind: 'string', text: string.replaceAll("''", "'") });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}

/** Undefined when the token is no literal of the property's type, for example a quoted number or timestamp. */
export function literalOf(property: Property, { kind, text }: Token): Value | undefined {
  if (property.type === 'Edm.String') return kind === 'string' ? text : undefined;
  if (kind !== 'word') return undefined;
  if (property.type === 'Edm.Date') return isDate(text) ? text : undefined;
  if (property.type === 'Edm.DateTimeOffset') return normalizeTimestamp(text);
  if (property.type === 'Edm.Boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
