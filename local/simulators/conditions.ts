/** The conditions of the vendors' query languages: `and` before `or`, `not`, parentheses; comparisons are the vendor's. */

export type Condition<Row> = (row: Row) => boolean;

export interface Token {
  readonly kind: 'string' | 'word' | 'symbol';
  readonly text: string;
}

/** How a vendor writes conditions, and reads comparisons. */
export interface ConditionLanguage<Row> {
  /** Finds the tokens; its groups are the inside of a quoted string, a symbol, and a word. Quotes are doubled. */
  readonly tokens: RegExp;
  /** Makes the vendor's refusal. */
  readonly invalid: (reason: string) => Error;
  /** Reads a comparison with `take`, which returns the next token. */
  readonly comparison: (take: () => Token | undefined) => Condition<Row>;
}

/** More parentheses and negations than this are refused; they would exhaust the stack. */
const MAX_DEPTH = 100;

/** Reads a condition to its end. */
export function readCondition<Row>(source: string, language: ConditionLanguage<Row>): Condition<Row> {
  const { invalid, comparison } = language;
  const tokens = [...source.matchAll(language.tokens)].map(([, string, symbol, word = '']): Token => {
    if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'") };
    return symbol === undefined ? { kind: 'word', text: word } : { kind: 'symbol', text: symbol };
  });
  const take = () => tokens.shift();

  /** Whether the next token is this word or symbol, which is then read. */
  function accept(text: string): boolean {
    const [token] = tokens;
    return token?.kind !== 'string' && token?.text === text && take() !== undefined;
  }

  function or(depth: number): Condition<Row> {
    const parts = [and(depth)];
    while (accept('or')) parts.push(and(depth));
    return (row) => parts.some((part) => part(row));
  }

  function and(depth: number): Condition<Row> {
    const parts = [unary(depth)];
    while (accept('and')) parts.push(unary(depth));
    return (row) => parts.every((part) => part(row));
  }

  function unary(depth: number): Condition<Row> {
    if (depth > MAX_DEPTH) throw invalid('The expression is nested too deeply');
    if (accept('not')) {
      const negated = unary(depth + 1);
      return (row) => !negated(row);
    }
    if (!accept('(')) return comparison(take);
    const inner = or(depth + 1);
    if (!accept(')')) throw invalid("')' expected");
    return inner;
  }

  const condition = or(0);
  if (tokens.length > 0) throw invalid('Syntax error');
  return condition;
}
