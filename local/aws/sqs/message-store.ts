import type { Clock } from '../../clock.ts';
import type { Change } from '../../collections.ts';
import { Deadlines } from './deadlines.ts';
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
  readonly #deadlines = new Deadlines();

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
    return { isAvailable: this.#visible.size > 0, nextVisibleAt: this.#deadlines.earliest };
  }

  /** Adds a message, or replaces the one with its sequence number. */
  set(message: Message): Change<Message> {
    this.#messages.set(message.sequence, message);
    this.#visible.delete(message.sequence);
    if (message.visibleAt <= this.#clock()) this.#visible.add(message.sequence);
    else this.#deadlines.push(message.visibleAt, message.sequence);
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
    for (let due = this.#deadlines.popDue(now); due !== undefined; due = this.#deadlines.popDue(now)) {
      // The message may have been deleted, or its deadline changed.
      if (this.#messages.get(due.sequence)?.visibleAt === due.at) this.#visible.add(due.sequence);
    }
  }

  #key(message: Message): string {
    return `${this.#queueName}!${String(message.sequence).padStart(16, '0')}`;
  }
}
