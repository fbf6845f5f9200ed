/** Collects what is wrong with a request, so that one answer can name everything. */
import { childrenOf, type Entity, textOf } from '../entity.ts';
import { type Message, refused } from '../errors.ts';
import { withoutLeadingZeros } from '../formats.ts';

export class Findings {
  readonly #messages: Message[];
  readonly #at: string;

  constructor(at = '', messages: Message[] = []) {
    this.#at = at;
    this.#messages = messages;
  }

  /** The findings of one child; positions count from 1 (facts 1.6). */
  in(navigation: string, index: number): Findings {
    return new Findings(`${this.#at}${navigation}(${index + 1})/`, this.#messages);
  }

  add(code: string, text: string, property = ''): void {
    const target = `${this.#at}${property}`.replace(/\/$/, '');
    this.#messages.push(target === '' ? { code, text } : { code, text, target });
  }

  /** A value that must be filled. */
  require(entity: Entity, property: string, label: string): void {
    if (textOf(entity, property) === '') this.add('ME/083', `Enter ${label}`, property);
  }

  /** A value that, when filled, must be maintained in the system. */
  known(entity: Entity, property: string, label: string, maintained: readonly string[]): void {
    const value = textOf(entity, property);
    if (value !== '' && !maintained.includes(withoutLeadingZeros(value))) {
      this.add('06/053', `${label} ${value} is not defined`, property);
    }
  }

  /** Of several children with the same key, all but the first are findings. */
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
    if (first) throw refused([first, ...rest]);
  }
}
