import type { AttributeValue } from './types.ts';
import { typeOf } from './values.ts';

/** What dynalite's parsers read and change beside the text. */
export interface ParseContext {
  readonly isKeyCondition?: boolean;
  readonly attrNames?: Readonly<Record<string, string>>;
  readonly attrVals?: Readonly<Record<string, AttributeValue>>;
  readonly unusedAttrNames: Record<string, unknown>;
  readonly unusedAttrVals: Record<string, unknown>;
}

/** A parsed expression, and which of its values stand for which placeholders. */
interface Template {
  readonly parsed: object;
  readonly placeholders: ReadonlyMap<unknown, string>;
}

const MAX_TEMPLATES = 500;
const PLACEHOLDER = /[#:]\w+/g;
/** Whether these are valid depends on the values, and not only on their types. */
const BY_VALUE = /between|attribute_type/i;

/**
 * Remembers the valid expressions of one parser: an expression of thirty attributes takes a millisecond to parse, and
 * few texts come again and again, with the same names and with other values of the same types.
 */
export class ParsedExpressions {
  readonly #templates = new Map<string, Template>();

  /** The expression with the values of this request, as the parser would return it. */
  find(text: string, context: ParseContext): unknown {
    const { attrVals = {}, unusedAttrNames, unusedAttrVals } = context;
    const template = this.#templates.get(keyOf(text, context));
    if (template === undefined) return undefined;
    for (const placeholder of placeholdersIn(text)) {
      delete unusedAttrNames[placeholder];
      delete unusedAttrVals[placeholder];
    }
    return filled(template.parsed, template.placeholders, attrVals);
  }

  add(text: string, context: ParseContext, parsed: object): void {
    if (BY_VALUE.test(text)) return;
    const placeholders = new Map(Object.entries(context.attrVals ?? {}).map(([name, value]) => [value, name]));
    // A copy: the caller may change what the parser returned.
    const template = { parsed: Object(filled(parsed, placeholders, context.attrVals ?? {})), placeholders };
    this.#templates.set(keyOf(text, context), template);
    const [oldest] = this.#templates.keys();
    if (this.#templates.size > MAX_TEMPLATES && oldest !== undefined) this.#templates.delete(oldest);
  }
}

function placeholdersIn(text: string): readonly string[] {
  return text.match(PLACEHOLDER) ?? [];
}

function keyOf(text: string, { isKeyCondition = false, attrNames = {}, attrVals = {} }: ParseContext): string {
  const meanings = placeholdersIn(text).map((placeholder) => {
    const value = attrVals[placeholder];
    return placeholder.startsWith('#') ? attrNames[placeholder] : value && typeOf(value);
  });
  return JSON.stringify([isKeyCondition, text, meanings]);
}

function filled(
  node: unknown,
  placeholders: ReadonlyMap<unknown, string>,
  values: Readonly<Record<string, AttributeValue>>,
): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const placeholder = placeholders.get(node);
  if (placeholder !== undefined) return values[placeholder];
  if (Array.isArray(node)) return node.map((element) => filled(element, placeholders, values));
  // Sets of attribute names.
  if (Object.getPrototypeOf(node) === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(node)) copy[name] = filled(member, placeholders, values);
  return copy;
}
