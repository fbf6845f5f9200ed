import { randomUUID } from 'node:crypto';
import type { Change, Collection } from '../../collections.ts';
import { AwsError, type Clock } from '../service.ts';
import type { QueueDefinition } from './definition.ts';
import type { Message, MessageAttributes } from './message.ts';
import { MessageStore } from './message-store.ts';
import { receiptHandle, sequenceOf } from './receipt.ts';
import { Waiters } from './waiters.ts';

export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  readonly delaySeconds?: number;
}

/** One queue: its messages in memory, each change on disk before it is acknowledged. */
export class Queue {
  readonly definition: QueueDefinition;
  readonly waiters: Waiters;
  readonly #collection: Collection<Message>;
  readonly #clock: Clock;
  readonly #messages: MessageStore;
  #nextSequence = 1;

  constructor(definition: QueueDefinition, collection: Collection<Message>, clock: Clock) {
    this.definition = definition;
    this.#collection = collection;
    this.#clock = clock;
    this.#messages = new MessageStore(definition.name, clock);
    this.waiters = new Waiters(clock, () => this.#messages.look());
  }

  /** Reads back what the last process left, without what is too old by now. */
  async load(): Promise<void> {
    const { name } = this.definition;
    const now = this.#clock();
    const expired: Change<Message>[] = [];
    for await (const [, message] of this.#collection.entries({ gte: `${name}!`, lt: `${name}"` })) {
      this.#nextSequence = message.sequence + 1;
      if (this.#expired(message, now)) expired.push(this.#messages.drop(message));
      else this.#messages.keep(message);
    }
    await this.#collection.write(expired);
  }

  /** Accepts messages, all or none. */
  async send(contents: readonly NewMessage[]): Promise<Message[]> {
    const now = this.#clock();
    const messages = contents.map(({ delaySeconds = this.definition.delaySeconds, ...content }) =>
      this.#place({ ...content, id: randomUUID(), sentAt: now, visibleAt: now + delaySeconds * 1000, receiveCount: 0 }),
    );
    await this.#collection.write(messages.map((message) => this.#messages.put(message)));
    this.#admit(messages);
    return messages;
  }

  /** Hands out up to `max` visible messages. What was received too often goes to the dead-letter queue instead. */
  async receive(max: number, visibilitySeconds: number, deadLetters: Queue | undefined): Promise<Message[]> {
    const now = this.#clock();
    const leased: Message[] = [];
    const dead: Message[] = [];
    const changes: Change<Message>[] = [];
    for (const message of this.#messages.visible()) {
      if (leased.length === max) break;
      if (this.#expired(message, now)) changes.push(this.#messages.drop(message));
      else if (deadLetters !== undefined && message.receiveCount >= (this.definition.redrive?.maxReceiveCount ?? 0)) {
        const { receipt: _, ...rest } = message;
        const placed = deadLetters.#place({ ...rest, visibleAt: now, deadLetterSourceArn: this.definition.arn });
        dead.push(placed);
        changes.push(this.#messages.drop(message), deadLetters.#messages.put(placed));
      } else leased.push(this.#lease(message, now, visibilitySeconds));
    }
    changes.push(...leased.map((message) => this.#messages.keep(message)));
    if (changes.length > 0) await this.#collection.write(changes);
    if (deadLetters !== undefined) deadLetters.#admit(dead);
    this.waiters.look();
    return leased;
  }

  /** Deletes the messages that these receives still own; an older receive's handle is accepted and does nothing. */
  async delete(handles: readonly string[]): Promise<void> {
    const owned = handles.map((handle) => this.#owned(handle)).filter((message) => message !== undefined);
    if (owned.length > 0) await this.#collection.write(owned.map((message) => this.#messages.drop(message)));
  }

  async changeVisibility(handle: string, seconds: number): Promise<void> {
    const message = this.#owned(handle);
    if (message === undefined) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      const refused = `Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}`;
      throw new AwsError('InvalidParameterValue', refused);
    }
    if (message.visibleAt <= this.#clock()) {
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.');
    }
    await this.#reschedule([message], this.#clock() + seconds * 1000);
  }

  /** Makes every message in flight visible: its receiver is known to be gone. */
  async releaseInFlight(): Promise<void> {
    const now = this.#clock();
    const inFlight = this.#messages.all().filter((m) => m.receipt !== undefined && m.visibleAt > now);
    if (inFlight.length > 0) await this.#reschedule(inFlight, now);
  }

  async purge(): Promise<void> {
    await this.#collection.write(this.#messages.all().map((message) => this.#messages.drop(message)));
  }

  /** Takes every visible message over to the queue that `destinationOf` names, as a new message there. */
  async moveAll(destinationOf: (message: Message) => Queue | undefined): Promise<number> {
    const now = this.#clock();
    const moves: { destination: Queue; placed: Message }[] = [];
    const changes: Change<Message>[] = [];
    for (const message of this.#messages.visible()) {
      const destination = destinationOf(message);
      if (destination === undefined) continue;
      const { body, attributes, senderId } = message;
      const content = { body, attributes, senderId, id: randomUUID() };
      const placed = destination.#place({ ...content, sentAt: now, visibleAt: now, receiveCount: 0 });
      changes.push(this.#messages.drop(message), destination.#messages.put(placed));
      moves.push({ destination, placed });
    }
    await this.#collection.write(changes);
    for (const { destination, placed } of moves) destination.#admit([placed]);
    return moves.length;
  }

  count(): { visible: number; inFlight: number; delayed: number } {
    const now = this.#clock();
    const count = { visible: 0, inFlight: 0, delayed: 0 };
    for (const message of this.#messages.all()) {
      if (this.#expired(message, now)) continue;
      if (message.visibleAt <= now) count.visible++;
      else if (message.receipt !== undefined) count.inFlight++;
      else count.delayed++;
    }
    return count;
  }

  /** Gives a message its place in this queue; it is not there before it is written and admitted. */
  #place(message: Omit<Message, 'sequence'>): Message {
    return { ...message, sequence: this.#nextSequence++ };
  }

  #admit(messages: readonly Message[]): void {
    for (const message of messages) this.#messages.keep(message);
    this.waiters.look();
  }

  #lease(message: Message, now: number, visibilitySeconds: number): Message {
    return {
      ...message,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      visibleAt: now + visibilitySeconds * 1000,
      receipt: receiptHandle(this.definition.name, message.sequence),
    };
  }

  async #reschedule(messages: readonly Message[], visibleAt: number): Promise<void> {
    await this.#collection.write(messages.map((message) => this.#messages.keep({ ...message, visibleAt })));
    this.waiters.look();
  }

  #owned(handle: string): Message | undefined {
    const message = this.#messages.get(sequenceOf(handle, this.definition.name));
    return message?.receipt === handle ? message : undefined;
  }

  #expired(message: Message, now: number): boolean {
    return message.sentAt + this.definition.retentionSeconds * 1000 <= now;
  }
}
