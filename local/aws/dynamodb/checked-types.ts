import type { Types } from './dynalite-types.ts';
import { isRecord } from './request.ts';

/** Returns what dynalite's checkTypes returns; throws {@link NOT_PLAIN} for what is wrong or rare. */
type Check = (value: unknown) => unknown;

const NOT_PLAIN = Symbol('not plain');
const NUMBERS = new Set(['Short', 'Integer', 'Long']);
const checks = new WeakMap<object, Check>();

/**
 * The request with the members that have a type, each with its type; undefined for a request that is not so plain, which
 * dynalite then converts or refuses. dynalite derives its checks from the types for each value of a request.
 */
export function checkedPlainly(data: unknown, types: Types): unknown {
  try {
    return structOf(types)(data);
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** A type in dynalite's notation: a name, or an object with the name and the types of its children. */
function checkOf(type: unknown): Check {
  if (!isRecord(type)) return build(String(type), undefined);
  const known = checks.get(type);
  if (known !== undefined) return known;
  const check = build(String(type.type), type.children);
  checks.set(type, check);
  return check;
}

function build(type: string, children: unknown): Check {
  const name = type.replace(/<.*$/, '');
  if (name === 'String') return (value) => (typeof value === 'string' ? value : notPlain());
  if (name === 'Boolean') return (value) => (typeof value === 'boolean' ? value : notPlain());
  if (NUMBERS.has(name)) return (value) => (typeof value === 'number' ? Math.floor(value) : notPlain());
  if (name === 'AttrStruct') return attributeValue;
  if (name === 'ValueStruct' || name === 'FieldStruct') return isRecord(children) ? structOf(children) : notPlain;
  const child = checkOf(children);
  if (name === 'List' || name === 'ParameterizedList') return (value) => list(value, child);
  if (name === 'Map' || name === 'ParameterizedMap') return (value) => map(value, child);
  return notPlain;
}

function structOf(types: Types): Check {
  const known = checks.get(types);
  if (known !== undefined) return known;
  const members = Object.entries(types).map(([name, type]) => [name, checkOf(type)] as const);
  const check = (value: unknown): unknown => {
    if (!isRecord(value)) return notPlain();
    const checked: Record<string, unknown> = {};
    for (const [name, member] of members) {
      const given = value[name];
      if (given !== undefined && given !== null) checked[name] = member(given);
    }
    return checked;
  };
  checks.set(types, check);
  return check;
}

const STRINGS = new Set(['SS', 'NS']);

function attributeValue(value: unknown): unknown {
  if (!isRecord(value)) return notPlain();
  const [type = '', ...others] = Object.keys(value);
  const content = value[type];
  if (others.length > 0) return notPlain();
  if (type === 'S' || type === 'N') return typeof content === 'string' ? { [type]: content } : notPlain();
  if (type === 'BOOL' || type === 'NULL') return typeof content === 'boolean' ? { [type]: content } : notPlain();
  if (type === 'M') return { M: map(content, attributeValue) };
  if (type === 'L') return { L: list(content, attributeValue) };
  if (!STRINGS.has(type)) return notPlain();
  return { [type]: list(content, (element) => (typeof element === 'string' ? element : notPlain())) };
}

function list(value: unknown, child: Check): unknown {
  return Array.isArray(value) ? value.map((element) => child(element)) : notPlain();
}

function map(value: unknown, child: Check): unknown {
  if (!isRecord(value)) return notPlain();
  const checked: Record<string, unknown> = {};
  for (const name of Object.keys(value)) checked[name] = child(value[name]);
  return checked;
}

function notPlain(): never {
  throw NOT_PLAIN;
}
