import { type Format, text } from './format.ts';

type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the fields of one object of a document, in the order of the calls, and collects what is wrong (spendint 10). Whatever is sent
 * in place of the object is an object without fields.
 */
export class Fields {
  readonly #object: JsonObject;
  readonly #messages: string[];

  constructor(object: unknown, messages: string[] = []) {
    this.#object = isJsonObject(object) ? object : {};
    this.#messages = messages;
  }

  /** One message for each label that was wrong. */
  get messages(): readonly string[] {
    return this.#messages;
  }

  /** The field as sent. Suppliers send some keys with a space at their end (spendint 5). */
  raw(key: string): unknown {
    for (const name of [key, `${key} `]) {
      if (Object.hasOwn(this.#object, name) && !isEmpty(this.#object[name])) return this.#object[name];
    }
    return undefined;
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  required<Value>(key: string, label: string, format: Format<Value>): Value {
    const value = parse(this.raw(key), format);
    if (value === undefined) this.wrong(label);
    return value ?? format.blank;
  }

  optional<Value>(key: string, label: string, format: Format<Value>): Value | null {
    return this.has(key) ? this.required(key, label, format) : null;
  }

  /** The objects of an optional list; a list of more than `most` is wrong. */
  list(key: string, label: string, most: number): readonly unknown[] {
    const value = this.raw(key);
    if (Array.isArray(value) && value.length <= most) return value;
    if (value !== undefined) this.wrong(label);
    return [];
  }

  /** The distinct values of an optional list of text. */
  values(key: string, label: string, most: number, format: Format<string>): string[] {
    const values = this.list(key, label, most).map((value) => parse(value, format));
    if (values.includes(undefined)) this.wrong(label);
    return [...new Set(values.filter((value) => value !== undefined))];
  }

  /** The fields of an optional object, which report to the same messages. */
  object(key: string, label: string): Fields | null {
    const value = this.raw(key);
    if (isJsonObject(value)) return this.of(value);
    if (value !== undefined) this.wrong(label);
    return null;
  }

  of(object: unknown): Fields {
    return new Fields(object, this.#messages);
  }

  /** The field as a failure names it: as far as it is readable and within its length. */
  echo(key: string, max: number): string {
    const scalar = scalarOf(this.raw(key)) ?? '';
    return text(max).parse(scalar.slice(0, max).toWellFormed().trim()) ?? '';
  }

  /** The field's whole text, which tells entries apart even where it is too long; undefined when there is none. */
  identity(key: string): string | undefined {
    return scalarOf(this.raw(key));
  }

  wrong(label: string): void {
    this.say(`Field Value empty/Formatting issue ${label}`);
  }

  say(message: string): void {
    if (!this.#messages.includes(message)) this.#messages.push(message);
  }
}

function parse<Value>(raw: unknown, format: Format<Value>): Value | undefined {
  const scalar = scalarOf(raw);
  return scalar ? format.parse(scalar) : undefined;
}

/** Numbers are accepted where text is documented, unless JSON has already lost digits of them (spendint 7). */
function scalarOf(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw.trim();
  return typeof raw === 'number' && Math.abs(raw) <= Number.MAX_SAFE_INTEGER ? String(raw) : undefined;
}

function isEmpty(raw: unknown): boolean {
  return raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');
}
