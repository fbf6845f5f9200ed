import { parseJson } from '../json.ts';

/** The characters of JSON's structure, which ServiceNow's own examples get wrong (spendint 5). */
const OPENING = '“';
const CLOSING = '”';

/**
 * Parses JSON, also with what the documented examples have: typographic quotes around strings, and a comma after the last member.
 * Undefined for anything else.
 */
export function parseDialectJson(text: string): unknown {
  const value = parseJson(text);
  return value === undefined && text.length <= MAX_REPAIRED ? parseJson(repaired(text)) : value;
}

/** Far more than a document that a person has written, the only one to have such quotes and commas. */
const MAX_REPAIRED = 1_000_000;

/** Strings in quotes of either sort, and the text between them. An unfinished string is one too, so that no text is read twice. */
const TOKEN = /"(?:[^"\\]+|\\(?:.|$))*(?:"|$)|[“”](?:[^"”\\]+|\\(?:.|$))*(?:["”]|$)|[^"“”]+/gs;

function repaired(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  return tokens.map((token) => (isString(token) ? straight(token) : withoutLastCommas(token))).join('');
}

function isString(token: string): boolean {
  return token.startsWith('"') || token.startsWith(OPENING) || token.startsWith(CLOSING);
}

function straight(token: string): string {
  return token.startsWith('"') ? token : `"${token.slice(1, -1)}"`;
}

function withoutLastCommas(between: string): string {
  return between.replace(/,(?=\s*[}\]])/g, '');
}
