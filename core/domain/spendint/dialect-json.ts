import { parseJson } from '../json.ts';

/** Far more than a document that a person has written, the only one to have such quotes and commas. */
const MAX_REPAIRED = 1_000_000;

/** Strings in quotes of either sort, and the text between them. An unfinished string is one too, so that no text is read twice. */
const TOKEN = /"(?:[^"\\]+|\\(?:.|$))*(?:"|$)|[“”](?<inner>(?:[^"”\\]+|\\(?:.|$))*)(?<closing>["”]|$)|[^"“”]+/gs;

/**
 * Parses JSON, also with what ServiceNow's own examples have (spendint 5): typographic quotes around strings, and a comma after the
 * last member. Undefined for anything else.
 */
export function parseDialectJson(text: string): unknown {
  const value = parseJson(text);
  return value === undefined && text.length <= MAX_REPAIRED ? parseJson(repaired(text)) : value;
}

function repaired(text: string): string {
  return Array.from(text.matchAll(TOKEN), ([token, inner, closing]) => {
    if (closing) return `"${inner}"`;
    return token.startsWith('"') ? token : token.replace(/,(?=\s*[}\]])/g, '');
  }).join('');
}
