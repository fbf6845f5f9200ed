/** The conditions of the vendors' query languages: `and` before `or`, `not`, parentheses; comparisons are the vendor's. */

export type Condition<Row> = (row: Row) => boolean;

export interface Token {
  readonly kind: 'string' | 'word' | 'symbol';
  readonly text: string;
}

/** Reads tokens from the left; `invalid` makes the vendor's refusal. */
export class TokenReader {
  readonly invalid: (reason: string) => Error;
  readonly #tokens: Token[];

  constructor(tokens: readonly Token[], invalid: (reason: string) => Error) {
    this.#tokens = [...tokens];
    this.invalid = invalid;
  }

  take(): Token | undefined {
    return this.#tokens.shift();
  }

  /** Whether the next token is this word or symbol, which is then read. */
  accept(text: string): boolean {
    const [token] = this.#tokens;
    if (token === undefined || token.kind === 'string' || token.text !== text) return false;
    this.#tokens.shift();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.invalid(`'${text}' expected`);
  }

  next(kind: Token['kind']): string {
    const token = this.take();
    if (token?.kind !== kind) throw this.invalid('Syntax error');
    return token.text;
  }
}

/** More parentheses and negations than this are refused; they would exhaust the stack. */
const MAX_DEPTH = 100;

/** Reads a condition to its end. */
export function readCondition<Row>(tokens: TokenReader, comparison: () => Condition<Row>): Condition<Row> {
  function or(depth: number): Condition<Row> {
    const parts = [and(depth)];
    while (tokens.accept('or')) parts.push(and(depth));
    return (row) => parts.some((part) => part(row));
  }

  function and(depth: number): Condition<Row> {
    const parts = [unary(depth)];
    while (tokens.accept('and')) parts.push(unary(depth));
    return (row) => parts.every((part) => part(row));
  }

  function unary(depth: number): Condition<Row> {
    if (depth > MAX_DEPTH) throw tokens.invalid('The expression is nested too deeply');
    if (tokens.accept('not')) {
      const negated = unary(depth + 1);
      return (row) => !negated(row);
    }
    if (!tokens.accept('(')) return comparison();
    const inner = or(depth + 1);
    tokens.expect(')');
    return inner;
  }

  const condition = or(0);
  if (tokens.take() !== undefined) throw tokens.invalid('Syntax error');
  return condition;
}
