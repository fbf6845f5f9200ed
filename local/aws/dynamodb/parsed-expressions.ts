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

/** Stands for a value in a remembered expression, which so keeps no request's values. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
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
  readonly #templates = new Map<string, unknown>();

  /** The expression with the values of this request, as the parser would return it. */
  find(text: string, context: ParseContext): unknown {
    const { attrVals = {}, unusedAttrNames, unusedAttrVals } = context;
    const template = this.#templates.get(keyOf(text, context));
    if (template === undefined) return undefined;
    for (const placeholder of placeholdersIn(text)) {
      delete unusedAttrNames[placeholder];
      delete unusedAttrVals[placeholder];
    }
    return copyOf(template, (node) => (node instanceof Placeholder ? attrVals[node.name] : undefined));
  }

  add(text: string, context: ParseContext, parsed: object): void {
    if (BY_VALUE.test(text)) return;
    const placeholders = new Map<unknown, Placeholder>();
    for (const [name, value] of Object.entries(context.attrVals ?? {})) placeholders.set(value, new Placeholder(name));
    // A copy: the caller may change what the parser returned.
    const template = copyOf(parsed, (node) => placeholders.get(node));
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

/** A copy in which `replace` may have put something else in the place of a node. */
function copyOf(node: unknown, replace: (node: object) => unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const replacement = replace(node);
  if (replacement !== undefined) return replacement;
  if (Array.isArray(node)) return node.map((element) => copyOf(element, replace));
  // Sets of attribute names.
  if (Object.getPrototypeOf(node) === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(node)) copy[name] = copyOf(member, replace);
  return copy;
}
