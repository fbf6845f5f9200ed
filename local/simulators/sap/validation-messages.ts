import { childrenOf, type Entity, textOf } from '../entity.ts';
import { FIELDS } from './master-data.ts';
import { withoutLeadingZeros } from './odata/edm.ts';
import { type Message, SapError } from './odata/errors.ts';

/** Collects the reasons against a request, so that one response names all of them. */
export class ValidationMessages {
  readonly #messages: Message[];
  readonly #at: string;

  constructor(at = '', messages: Message[] = []) {
    this.#at = at;
    this.#messages = messages;
  }

  /** The same collection, with targets in a child; positions count from 1 (sap 44). */
  in(navigation: string, index: number): ValidationMessages {
    return new ValidationMessages(`${this.#at}${navigation}(${index + 1})/`, this.#messages);
  }

  add(code: string, text: string, property = ''): void {
    this.#messages.push({ code, text, target: `${this.#at}${property}`.replace(/\/$/, '') || undefined });
  }

  /** A mandatory value that is missing is an error, and any that is not maintained in the system. */
  fields(entity: Entity, mandatory: readonly string[]): void {
    for (const [property, [label, maintained]] of Object.entries(FIELDS)) {
      const value = textOf(entity, property);
      const isKnown = maintained?.some((one) => one === value || one === withoutLeadingZeros(value)) ?? true;
      if (value === '' && mandatory.includes(property)) this.add('ME/083', `Enter ${label}`, property);
      if (value !== '' && !isKnown) this.add('06/053', `${label} ${value} is not defined`, property);
    }
  }

  /** Each child with the key of an earlier one is an error. */
  unique(parent: Entity, navigation: string, keys: readonly [string, ...string[]]): void {
    const seen = new Set<string>();
    for (const [index, child] of childrenOf(parent, navigation).entries()) {
      const key = keys.map((name) => textOf(child, name)).join(' ');
      if (seen.has(key)) this.in(navigation, index).add('06/026', `${keys.join(', ')} ${key} exists already`, keys[0]);
      seen.add(key);
    }
  }

  throwIfAny(): void {
    const [first, ...rest] = this.#messages;
    if (first) throw new SapError(400, 'Provider_Application_Error', [first, ...rest]);
  }
}
