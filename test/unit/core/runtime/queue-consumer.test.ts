import type { ChangeMessageVisibilityCommandInput, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { createEventConsumer, type EventConsumerOptions } from '../../../../core/runtime/event-consumer.ts';
import { LOG_MESSAGES } from '../../../../core/runtime/log-messages.ts';
import { logger } from '../../../../core/runtime/logger.ts';

import type { Sqs } from '../../../../core/runtime/sqs.ts';
import { type MessageOutcome, NEEDS_ATTENTION } from '../../../../core/sync/message-outcome.ts';
import { approvedEvent } from '../../support/events.ts';
import { invocation } from '../../support/invocation.ts';
import { captureLogs, loggedError } from '../../support/logs.ts';

const logs = captureLogs();
const QUEUE_URL = 'https://sqs.eu-central-1.amazonaws.com/000000000000/procurement-hub-dev-sync-sap';
const CONTEXT = { request_id: 'req-lambda' };
const EVENT_IDS = { message_id: 'm1', event_id: approvedEvent.event_id, org_id: approvedEvent.org_id };

/** A message as EventBridge puts it into the queue. */
function message(
  messageId: string,
  { detail = approvedEvent as unknown, body = '', receiveCount = 1 } = {},
): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: body || JSON.stringify({ version: '0', source: 'procurement-hub', detail }),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: '1708733100000',
      SenderId: 'events.amazonaws.com',
      ApproximateFirstReceiveTimestamp: '1708733100000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:procurement-hub-dev-sync-sap',
    awsRegion: 'eu-central-1',
  };
}

type Handle = EventConsumerOptions['handle'];

function returning(outcome: MessageOutcome): Handle {
  return async () => outcome;
}
function throwing(error: unknown): Handle {
  return () => Promise.reject(error);
}

/** A consumer over a queue that records what is sent, and throws where the test says. */
function consumerOf(handle: Handle, failures: { readonly send?: Error; readonly changeVisibility?: Error } = {}) {
  const sent: SendMessageCommandInput[] = [];
  const visibility: ChangeMessageVisibilityCommandInput[] = [];
  const sqs: Sqs = {
    async sendMessage(input) {
      if (failures.send) throw failures.send;
      sent.push(input);
    },
    async changeMessageVisibility(input) {
      if (failures.changeVisibility) throw failures.changeVisibility;
      visibility.push(input);
    },
  };
  const consume = createEventConsumer({ queueUrl: QUEUE_URL, handle, sqs });
  return {
    sent,
    visibility,
    consume: (records: readonly SQSRecord[], remainingMs = 30_000) =>
      consume({ Records: [...records] }, invocation({ remainingMs })),
  };
}

describe('a handled message', () => {
  it('is acknowledged and logged by the ids of its event', async () => {
    const handled: unknown[] = [];
    const { consume, sent } = consumerOf(async (event, remainingMs) => {
      handled.push({ event, remainingMs });
      return { kind: 'done' };
    });
    expect(await consume([message('m1')], 12_000)).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual([{ event: approvedEvent, remainingMs: 12_000 }]);
    expect(sent).toEqual([]);
    expect(logs.lines()).toEqual([
      { level: 'INFO', message: LOG_MESSAGES.messageHandled, ...CONTEXT, ...EVENT_IDS, outcome: { kind: 'done' } },
    ]);
  });

  it('is acknowledged when its subject needs attention, with the log line that the alarm counts', async () => {
    const { consume, sent } = consumerOf(returning({ kind: 'needs_attention', code: 'sap.http_400' }));
    expect(await consume([message('m1')])).toEqual({ batchItemFailures: [] });
    expect(sent).toEqual([]);
    // The metric filter is $.outcome.kind = NEEDS_ATTENTION.
    expect(logs.lines()).toEqual([
      {
        level: 'INFO',
        message: LOG_MESSAGES.messageHandled,
        ...CONTEXT,
        ...EVENT_IDS,
        outcome: { kind: NEEDS_ATTENTION, code: 'sap.http_400' },
      },
    ]);
  });

  it('is acknowledged while its integration is paused, without the line that the alarm counts', async () => {
    const { consume, sent } = consumerOf(returning({ kind: 'paused' }));
    expect(await consume([message('m1')])).toEqual({ batchItemFailures: [] });
    expect(sent).toEqual([]);
    expect(logs.lines()).toMatchObject([{ level: 'INFO', outcome: { kind: 'paused' } }]);
  });

  it.each([
    [0, 0],
    [1, 1],
    [1000, 1],
    [1001, 2],
    [15 * 60 * 1000, 900],
    [24 * 60 * 60 * 1000, 900],
    [Number.POSITIVE_INFINITY, 900],
  ])(
    'is sent again unchanged when it is to be retried after %d ms, with a delay of %d s',
    async (afterMs, DelaySeconds) => {
      const { consume, sent, visibility } = consumerOf(returning({ kind: 'retry', afterMs }));
      const body = JSON.stringify({ detail: approvedEvent, note: 'Büro 💻' }, null, 2);
      expect(await consume([message('m1', { body })])).toEqual({ batchItemFailures: [] });
      expect(sent).toEqual([{ QueueUrl: QUEUE_URL, MessageBody: body, DelaySeconds }]);
      expect(visibility).toEqual([]);
    },
  );

  it('is logged with its delay when it is to be retried', async () => {
    await consumerOf(returning({ kind: 'retry', afterMs: 1500 })).consume([message('m1')]);
    expect(logs.lines()).toMatchObject([
      { message: LOG_MESSAGES.messageHandled, outcome: { kind: 'retry', afterMs: 1500 } },
    ]);
  });
});

describe('a message that fails in the hub', () => {
  it('is reported by its id, and the others of its batch are acknowledged', async () => {
    const { consume, visibility } = consumerOf(async ({ event_id }) => {
      if (event_id === 'second') throw new Error('No table');
      return { kind: 'done' };
    });
    const second = message('m2', { detail: { ...approvedEvent, event_id: 'second' } });
    expect(await consume([message('m1'), second, message('m3')])).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm2' }],
    });
    expect(visibility.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(['receipt-m2']);
    expect(logs.lines().filter(({ level }) => level === 'ERROR')).toEqual([
      {
        level: 'ERROR',
        message: LOG_MESSAGES.messageFailed,
        ...CONTEXT,
        ...EVENT_IDS,
        message_id: 'm2',
        event_id: 'second',
        error: loggedError({ name: 'Error', message: 'No table' }),
      },
    ]);
  });

  it.each([
    [1, 15],
    [2, 60],
    [3, 240],
    [4, 900],
    [10, 900],
    [1000, 900],
  ])('becomes visible again, after receive %d, in %d s', async (receiveCount, VisibilityTimeout) => {
    const { consume, visibility } = consumerOf(throwing(new Error('No table')));
    await consume([message('m1', { receiveCount })]);
    expect(visibility).toEqual([{ QueueUrl: QUEUE_URL, ReceiptHandle: 'receipt-m1', VisibilityTimeout }]);
  });

  it('is reported all the same when its visibility cannot be changed', async () => {
    const { consume } = consumerOf(throwing(new Error('No table')), { changeVisibility: new Error('Access denied') });
    expect(await consume([message('m1')])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  it('is reported when it cannot be sent again, so that it is not lost', async () => {
    const { consume } = consumerOf(returning({ kind: 'retry', afterMs: 0 }), { send: new Error('Access denied') });
    expect(await consume([message('m1')])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(logs.lines()).toMatchObject([
      { message: LOG_MESSAGES.messageHandled },
      { message: LOG_MESSAGES.messageFailed, message_id: 'm1', error: { message: 'Access denied' } },
    ]);
  });

  it.each([
    ['text', { body: 'Laptop of Jane Roe' }],
    ['JSON without an event', { body: '{"title":"Laptop of Jane Roe"}' }],
    ['an event that the catalog does not have', { detail: { ...approvedEvent, event_type: 'Laptop of Jane Roe' } }],
    ['an event without its organization', { detail: { ...approvedEvent, org_id: '', name: 'Laptop of Jane Roe' } }],
  ])('is reported and never handled when it is %s', async (_, content) => {
    let handled = 0;
    const { consume } = consumerOf(async () => {
      handled += 1;
      return { kind: 'done' };
    });
    expect(await consume([message('m1', content)])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(handled).toBe(0);
    expect(logs.lines()).toMatchObject([{ level: 'ERROR', message: LOG_MESSAGES.messageFailed, message_id: 'm1' }]);
    expect(logs.text()).not.toMatch(/Jane Roe(?!")/);
  });

  it('leaves nothing of its body in the log', async () => {
    const detail = { ...approvedEvent, org_id: 7, data: { ...approvedEvent.data, requester: 'Jane Roe' } };
    await consumerOf(throwing(new Error('No table'))).consume([message('m1'), message('m2', { detail })]);
    expect(logs.lines()).toHaveLength(2);
    expect(logs.text()).not.toMatch(/Jane|CC-IT-EUS|170800|receipt-/);
  });
});

describe('an invocation of a queue consumer', () => {
  it('has no log key of the one before', async () => {
    const { consume } = consumerOf(async () => {
      logger.appendKeys({ request: 'of the one before' });
      return { kind: 'done' };
    });
    await consume([message('m1')]);
    await consumerOf(returning({ kind: 'done' })).consume([message('m2')]);
    expect(logs.lines()[1]).toEqual({
      level: 'INFO',
      message: LOG_MESSAGES.messageHandled,
      ...CONTEXT,
      ...EVENT_IDS,
      message_id: 'm2',
      outcome: { kind: 'done' },
    });
  });

  it('fails, with its error in the log, when it runs out of time', async () => {
    const { consume } = consumerOf(() => new Promise(() => {}));
    await expect(consume([message('m1')], 20)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(logs.lines()).toMatchObject([
      { level: 'ERROR', message: 'Invocation failed', ...CONTEXT, error: { name: 'TimeoutError' } },
    ]);
  });
});
