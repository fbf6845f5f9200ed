import { isObject } from '../event-pattern/condition.ts';
import { parseRaw } from '../event-pattern/raw-numbers.ts';
import { AwsError } from '../service.ts';

/** The deepest nesting and the range of integers, https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_DEPTH = 1_000;
const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

/** Parses the `Detail` of an entry; its numbers keep their texts. Throws when EventBridge rejects it. */
export function parseDetail(text: string): unknown {
  const detail = parseJson(text);
  // The depth comes first: what is nested too deeply would exhaust the stack of the second parse.
  if (isObject(detail) && !isDeeperThan(detail, MAX_DEPTH)) {
    const raw = parseRaw(text);
    if (integersFit(raw)) return raw;
  }
  throw new AwsError('MalformedDetail', 'Detail is malformed.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

function integersFit(value: unknown): boolean {
  if (typeof value === 'number' || JSON.isRawJSON(value)) {
    const text = JSON.stringify(value);
    return !/^-?\d{19,}$/.test(text) || (BigInt(text) >= MIN_INTEGER && BigInt(text) <= MAX_INTEGER);
  }
  return typeof value !== 'object' || value === null || Object.values(value).every(integersFit);
}
