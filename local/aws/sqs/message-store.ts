import type { Change } from '../../collections.ts';
import type { Clock } from '../service.ts';
import type { Message } from './message.ts';
import type { Availability } from './waiters.ts';

/**
 * A queue's messages in memory: each is visible, in order of arrival, or hidden until a deadline.
 * Changes are returned for the caller to write to disk.
 */
export class MessageStore {
  readonly #queueName: string;
  readonly #clock: Clock;
  readonly #messages = new Map<number, Message>();
  readonly #visible = new Set<number>();
  /** Of hidden messages, earliest first. A deadline that changes leaves its old entry. */
  readonly #deadlines: { readonly at: number; readonly sequence: number }[] = [];

  constructor(queueName: string, clock: Clock) {
    this.#queueName = queueName;
    this.#clock = clock;
  }

  get(sequence: number): Message | undefined {
    return this.#messages.get(sequence);
  }

  all(): Message[] {
    return [...this.#messages.values()];
  }

  /** The visible messages; the store may change during the iteration. */
  *visible(): Iterable<Message> {
    this.#showDue();
    for (const sequence of this.#visible) {
      const message = this.#messages.get(sequence);
      if (message !== undefined) yield message;
    }
  }

  availability(): Availability {
    this.#showDue();
    return { isAvailable: this.#visible.size > 0, nextVisibleAt: this.#deadlines[0]?.at };
  }

  /** Adds a message, or replaces the one with its sequence number. */
  set(message: Message): Change<Message> {
    this.#messages.set(message.sequence, message);
    this.#visible.delete(message.sequence);
    if (message.visibleAt <= this.#clock()) this.#visible.add(message.sequence);
    else this.#addDeadline(message.visibleAt, message.sequence);
    return this.putOf(message);
  }

  delete(message: Message): Change<Message> {
    this.#messages.delete(message.sequence);
    this.#visible.delete(message.sequence);
    return { type: 'del', key: this.#key(message) };
  }

  /** The write of a message that is not in memory yet. */
  putOf(message: Message): Change<Message> {
    return { type: 'put', key: this.#key(message), value: message };
  }

  #showDue(): void {
    const now = this.#clock();
    const later = this.#deadlines.findIndex(({ at }) => at > now);
    for (const { at, sequence } of this.#deadlines.splice(0, later < 0 ? this.#deadlines.length : later)) {
      // The message may have been deleted, or its deadline changed.
      if (this.#messages.get(sequence)?.visibleAt === at) this.#visible.add(sequence);
    }
  }

  #addDeadline(at: number, sequence: number): void {
    const index = this.#deadlines.findLastIndex((earlier) => earlier.at <= at) + 1;
    this.#deadlines.splice(index, 0, { at, sequence });
  }

  #key(message: Message): string {
    return `${this.#queueName}!${String(message.sequence).padStart(16, '0')}`;
  }
}
