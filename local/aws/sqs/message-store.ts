import type { Change } from '../../collections.ts';
import type { Clock } from '../service.ts';
import { Deadlines } from './deadlines.ts';
import type { Message } from './message.ts';

/**
 * A queue's messages in memory. Each is either visible, in order of arrival, or has a deadline at which it will be.
 * What changes here is for the caller to write.
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

  /** The messages that can be received now; may be changed while it is read. */
  *visible(): Iterable<Message> {
    this.#showDue();
    for (const sequence of this.#visible) {
      const message = this.#messages.get(sequence);
      if (message !== undefined) yield message;
    }
  }

  /** Whether something can be received now, and when else something will be. */
  look(): { ready: boolean; nextAt: number | undefined } {
    this.#showDue();
    return { ready: this.#visible.size > 0, nextAt: this.#deadlines.earliest };
  }

  /** Adds a message, or replaces the one at its place. */
  keep(message: Message): Change<Message> {
    this.#messages.set(message.sequence, message);
    this.#visible.delete(message.sequence);
    if (message.visibleAt <= this.#clock()) this.#visible.add(message.sequence);
    else this.#deadlines.add(message.visibleAt, message.sequence);
    return this.put(message);
  }

  drop(message: Message): Change<Message> {
    this.#messages.delete(message.sequence);
    this.#visible.delete(message.sequence);
    return { type: 'del', key: this.#key(message) };
  }

  /** How a message is written that is not on the shelf yet. */
  put(message: Message): Change<Message> {
    return { type: 'put', key: this.#key(message), value: message };
  }

  #showDue(): void {
    const now = this.#clock();
    for (let due = this.#deadlines.takeDue(now); due !== undefined; due = this.#deadlines.takeDue(now)) {
      // A deadline that was moved since is not the message's deadline any more.
      if (this.#messages.get(due.sequence)?.visibleAt === due.at) this.#visible.add(due.sequence);
    }
  }

  #key(message: Message): string {
    return `${this.#queueName}!${String(message.sequence).padStart(16, '0')}`;
  }
}
