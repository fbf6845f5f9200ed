// TypeScript's library lacks these: https://github.com/tc39/proposal-json-parse-with-source
declare global {
  interface JSON {
    rawJSON(text: string): RawNumber;
    isRawJSON(value: unknown): value is RawNumber;
  }
}

/** A number whose text is not the one that JavaScript writes, such as `300.0`. `JSON.stringify` writes that text. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** The context of a reviver, which TypeScript's library lacks too. */
type Context = readonly { readonly source?: string }[];

/** Parses JSON; the text of every number survives until it is written again. */
export function parseRaw(text: string): unknown {
  return JSON.parse(text, (_key: string, value: unknown, ...[context]: Context) => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value;
  });
}
