/** `$filter`: comparisons, `and`, `or`, `not`, parentheses, `contains`, `startswith`, `endswith`. */
import type { EntityType, Property } from './edm.ts';
import type { Entity, Value } from './entity.ts';
import { badRequest } from './errors.ts';
import { literalOf, type Token, tokenize } from './filter-tokens.ts';

export type Predicate = (entity: Entity) => boolean;

const COMPARE: Readonly<Record<string, (a: string | number | boolean, b: string | number | boolean) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

const FUNCTIONS: Readonly<Record<string, (value: string, part: string) => boolean>> = {
  contains: (value, part) => value.includes(part),
  startswith: (value, part) => value.startsWith(part),
  endswith: (value, part) => value.endsWith(part),
};

/** Throws a 400 in SAP's shape on a syntax error, an unknown property, or a literal of the wrong type. */
export function parseFilter(type: EntityType, source: string): Predicate {
  const parser = new Parser(type, source);
  return parser.parse();
}

class Parser {
  readonly #type: EntityType;
  readonly #source: string;
  readonly #tokens: Token[];

  constructor(type: EntityType, source: string) {
    this.#type = type;
    this.#source = source;
    const tokens = tokenize(source);
    if (!tokens) throw this.#error();
    this.#tokens = tokens;
  }

  parse(): Predicate {
    const predicate = this.#or();
    if (this.#tokens.length > 0) throw this.#error();
    return predicate;
  }

  #or(): Predicate {
    const left = this.#and();
    if (!this.#accept('or')) return left;
    const right = this.#or();
    return (entity) => left(entity) || right(entity);
  }

  #and(): Predicate {
    const left = this.#unary();
    if (!this.#accept('and')) return left;
    const right = this.#and();
    return (entity) => left(entity) && right(entity);
  }

  #unary(): Predicate {
    if (this.#accept('not')) {
      const negated = this.#unary();
      return (entity) => !negated(entity);
    }
    if (this.#accept('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const name = this.#next('word');
    const call = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    return call ? this.#function(call) : this.#comparison(name);
  }

  #function(call: (value: string, part: string) => boolean): Predicate {
    this.#expect('(');
    const name = this.#next('word');
    if (this.#property(name).type !== 'Edm.String') throw this.#error(`'${name}' is not a string`);
    this.#expect(',');
    const part = this.#next('string');
    this.#expect(')');
    return (entity) => call(String(entity.values[name]), part);
  }

  #comparison(name: string): Predicate {
    const property = this.#property(name);
    const operator = this.#next('word');
    const compare = Object.hasOwn(COMPARE, operator) ? COMPARE[operator] : undefined;
    if (!compare) throw this.#error(`'${operator}' is no comparison`);
    const wanted = this.#literal(name, property);
    return (entity) => {
      const value = entity.values[name] ?? null;
      if (value !== null && wanted !== null) return compare(value, wanted);
      return operator === 'eq' ? value === wanted : operator === 'ne' && value !== wanted;
    };
  }

  #literal(name: string, property: Property): Value {
    const token = this.#tokens.shift();
    if (token?.kind === 'word' && token.text === 'null') return null;
    const value = token && literalOf(property, token);
    if (value === undefined) throw this.#error(`'${token?.text}' is no literal for '${name}' (${property.type})`);
    return value;
  }

  #property(name: string): Property {
    const property = Object.hasOwn(this.#type.properties, name) ? this.#type.properties[name] : undefined;
    if (!property) throw this.#error(`Property '${name}' not found in type '${this.#type.set}'`);
    return property;
  }

  #accept(text: string): boolean {
    const [token] = this.#tokens;
    if (token === undefined || token.kind === 'string' || token.text !== text) return false;
    this.#tokens.shift();
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#error(`'${text}' expected`);
  }

  #next(kind: Token['kind']): string {
    const token = this.#tokens.shift();
    if (token?.kind !== kind) throw this.#error();
    return token.text;
  }

  #error(reason = 'Syntax error') {
    return badRequest(`Invalid $filter '${this.#source}': ${reason}`);
  }
}
