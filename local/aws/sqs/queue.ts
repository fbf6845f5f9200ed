import { randomUUID } from 'node:crypto';
import type { Change, Collection } from '../../collections.ts';
import type { Adversity } from '../adversity.ts';
import { AwsError, type Clock } from '../service.ts';
import type { QueueDefinition } from './definition.ts';
import { MAX_VISIBILITY_SECONDS } from './inputs.ts';
import type { Message } from './message.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { MessageStore } from './message-store.ts';
import { Waiters } from './waiters.ts';

export interface NewMessage {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  readonly delaySeconds?: number | undefined;
}

export interface QueueCount {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** One standard queue. Every change is on disk before it is acknowledged. */
export class Queue {
  readonly definition: QueueDefinition;
  readonly clock: Clock;
  readonly waiters: Waiters;
  deadLetterQueue: Queue | undefined;
  readonly #collection: Collection<Message>;
  readonly #messages: MessageStore;
  readonly #adversity: Adversity | undefined;
  #nextSequence = 1;

  constructor(definition: QueueDefinition, collection: Collection<Message>, clock: Clock, adversity?: Adversity) {
    this.definition = definition;
    this.clock = clock;
    this.#collection = collection;
    this.#adversity = adversity;
    this.#messages = new MessageStore(definition.name, clock);
    this.waiters = new Waiters(clock, () => this.#messages.availability());
  }

  /** Loads the messages from disk and deletes those past their retention period. */
  async load(): Promise<void> {
    const { name } = this.definition;
    const now = this.clock();
    const expired: Change<Message>[] = [];
    for await (const [, message] of this.#collection.entries({ gte: `${name}!`, lt: `${name}"` })) {
      this.#nextSequence = message.sequence + 1;
      if (this.#isExpired(message, now)) expired.push(this.#messages.delete(message));
      else this.#messages.set(message);
    }
    await this.#collection.write(expired);
  }

  /** Accepts all messages or none. */
  async send(newMessages: readonly NewMessage[]): Promise<Message[]> {
    const now = this.clock();
    const messages = newMessages.map(({ delaySeconds = this.definition.delaySeconds, ...content }) =>
      this.#sequenced({
        ...content,
        id: randomUUID(),
        sentAt: now,
        visibleAt: now + delaySeconds * 1000,
        receiveCount: 0,
      }),
    );
    const copies = messages.flatMap((message) => this.#copiesOf(message));
    await this.#collection.write(copies.map((copy) => this.#messages.putOf(copy)));
    this.#add(copies);
    return messages;
  }

  /** Returns up to `max` visible messages; those past the maximum receive count move to the dead-letter queue. */
  async receive(max: number, visibilitySeconds = this.definition.visibilityTimeoutSeconds): Promise<Message[]> {
    const { deadLetterQueue } = this;
    const { arn, redrive } = this.definition;
    const now = this.clock();
    const received: Message[] = [];
    const deadLetters: Message[] = [];
    const changes: Change<Message>[] = [];
    for (const message of this.#messages.visible()) {
      if (received.length === max) break;
      if (this.#isExpired(message, now)) changes.push(this.#messages.delete(message));
      else if (deadLetterQueue !== undefined && message.receiveCount >= (redrive?.maxReceiveCount ?? 0)) {
        const { receipt: _, ...rest } = message;
        const deadLetter = deadLetterQueue.#sequenced({ ...rest, visibleAt: now, deadLetterSourceArn: arn });
        deadLetters.push(deadLetter);
        changes.push(this.#messages.delete(message), deadLetterQueue.#messages.putOf(deadLetter));
      } else received.push(this.#inFlight(message, now, visibilitySeconds));
    }
    changes.push(...received.map((message) => this.#messages.set(message)));
    if (changes.length > 0) await this.#collection.write(changes);
    if (deadLetterQueue !== undefined && deadLetters.length > 0) deadLetterQueue.#add(deadLetters);
    this.waiters.notify();
    return received;
  }

  /** Deletes the messages of these receipt handles; SQS accepts the handle of an earlier receive without effect. */
  async delete(receiptHandles: readonly string[]): Promise<void> {
    const messages = receiptHandles.map((handle) => this.#messageOf(handle)).filter((message) => message !== undefined);
    if (messages.length > 0) await this.#collection.write(messages.map((message) => this.#messages.delete(message)));
  }

  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
  async changeVisibility(receiptHandle: string, seconds: number): Promise<void> {
    const message = this.#messageOf(receiptHandle);
    if (message === undefined) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidValue(receiptHandle, 'ReceiptHandle', reason);
    }
    if (message.visibleAt <= this.clock()) {
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.');
    }
    const visibleAt = this.clock() + seconds * 1000;
    if (visibleAt - (message.receivedAt ?? this.clock()) > MAX_VISIBILITY_SECONDS * 1000) {
      const reason = `Total VisibilityTimeout for the message is beyond the limit [${MAX_VISIBILITY_SECONDS} seconds]`;
      throw invalidValue(seconds, 'VisibilityTimeout', reason);
    }
    await this.#setVisibleAt([message], visibleAt);
  }

  /** Makes every message in flight visible, for a consumer that restarts. */
  async releaseInFlight(): Promise<void> {
    const now = this.clock();
    const inFlight = this.#messages.all().filter((m) => m.receipt !== undefined && m.visibleAt > now);
    if (inFlight.length > 0) await this.#setVisibleAt(inFlight, now);
  }

  async purge(): Promise<void> {
    await this.#collection.write(this.#messages.all().map((message) => this.#messages.delete(message)));
  }

  /** Moves each visible message to its destination, as a new message there. */
  async moveAll(destinationOf: (message: Message) => Queue | undefined): Promise<number> {
    const now = this.clock();
    const moves: { destination: Queue; moved: Message }[] = [];
    const changes: Change<Message>[] = [];
    for (const message of this.#messages.visible()) {
      const destination = destinationOf(message);
      if (destination === undefined) continue;
      const { body, attributes, senderId } = message;
      const content = { body, attributes, senderId, id: randomUUID() };
      const moved = destination.#sequenced({ ...content, sentAt: now, visibleAt: now, receiveCount: 0 });
      changes.push(this.#messages.delete(message), destination.#messages.putOf(moved));
      moves.push({ destination, moved });
    }
    await this.#collection.write(changes);
    for (const { destination, moved } of moves) destination.#add([moved]);
    return moves.length;
  }

  count(): QueueCount {
    const now = this.clock();
    const count = { visible: 0, inFlight: 0, delayed: 0 };
    for (const message of this.#messages.all()) {
      if (this.#isExpired(message, now)) continue;
      if (message.visibleAt <= now) count.visible++;
      else if (message.receipt !== undefined) count.inFlight++;
      else count.delayed++;
    }
    return count;
  }

  /**
   * SQS keeps a message on several servers, and delivers it again from one that was unavailable when it was deleted:
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html
   */
  #copiesOf(message: Message): Message[] {
    if (this.#adversity === undefined) return [message];
    return this.#adversity
      .deliveryDelaysMs()
      .map((delay) => this.#sequenced({ ...message, visibleAt: message.visibleAt + delay }));
  }

  #sequenced(message: Omit<Message, 'sequence'>): Message {
    return { ...message, sequence: this.#nextSequence++ };
  }

  /** Adds messages after they are written to disk. */
  #add(messages: readonly Message[]): void {
    for (const message of messages) this.#messages.set(message);
    this.waiters.notify();
  }

  #inFlight(message: Message, now: number, visibilitySeconds: number): Message {
    return {
      ...message,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      receivedAt: now,
      visibleAt: now + visibilitySeconds * 1000,
      receipt: Buffer.from(`${this.definition.name}:${message.sequence}:${randomUUID()}`).toString('base64'),
    };
  }

  async #setVisibleAt(messages: readonly Message[], visibleAt: number): Promise<void> {
    await this.#collection.write(messages.map((message) => this.#messages.set({ ...message, visibleAt })));
    this.waiters.notify();
  }

  /** The message whose latest receive returned the handle. */
  #messageOf(receiptHandle: string): Message | undefined {
    const [name, sequence = ''] = Buffer.from(receiptHandle, 'base64').toString().split(':');
    if (name !== this.definition.name || !/^\d+$/.test(sequence)) {
      const invalid = `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`;
      throw new AwsError('ReceiptHandleIsInvalid', invalid, 404);
    }
    const message = this.#messages.get(Number(sequence));
    return message?.receipt === receiptHandle ? message : undefined;
  }

  #isExpired(message: Message, now: number): boolean {
    return message.sentAt + this.definition.retentionSeconds * 1000 <= now;
  }
}

function invalidValue(value: string | number, parameter: string, reason: string): AwsError {
  const message = `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`;
  return new AwsError('InvalidParameterValue', message);
}
