import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createEventRelay } from '../../../../core/runtime/event-relay.ts';
import type { StreamRecord } from '../../../../core/runtime/stream-consumer.ts';
import { ENTITY } from '../../../../core/store/names.ts';
import type { HubEvent } from '../../../../events/event.ts';
import { captureLogs } from '../../support/logs.ts';
import { approvedLaptop, laptopReplacement } from '../../support/requests.ts';

const logs = captureLogs();

function item(request: object) {
  return marshall({ entity: ENTITY.procurementRequest, pk: 'p', sk: 's', ...request });
}

function record(SequenceNumber: string, before: object | undefined, after: object): StreamRecord {
  const Keys = marshall({ pk: 'p', sk: 's' });
  return { dynamodb: { SequenceNumber, Keys, NewImage: item(after), ...(before && { OldImage: item(before) }) } };
}

const approval = record('100', laptopReplacement, approvedLaptop);
const { budget_year, ...withoutYear } = approvedLaptop;
const unreadable = record('101', laptopReplacement, withoutYear);

function relayOf(publish: (events: readonly HubEvent[]) => Promise<number | undefined>) {
  const deadLetters: unknown[] = [];
  const sendMessage = async (input: SendMessageCommandInput) => {
    deadLetters.push({ ...input, MessageBody: JSON.parse(input.MessageBody ?? '') });
  };
  return { deadLetters, relay: createEventRelay({ publish, sqs: { sendMessage }, deadLetterQueueUrl: 'dlq' }) };
}

describe('the relay', () => {
  it('publishes the events of records in their order', async () => {
    const published: HubEvent[] = [];
    const { relay, deadLetters } = relayOf(async (events) => void published.push(...events));
    expect(await relay([record('99', undefined, laptopReplacement), approval])).toBeUndefined();
    expect(published.map(({ event_type }) => event_type.replace('procurement.request.', ''))).toEqual([
      'created',
      'submitted',
      'approved',
    ]);
    expect(deadLetters).toEqual([]);
  });

  it('sends a record that it cannot read to the dead-letter queue and publishes the others', async () => {
    const published: HubEvent[] = [];
    const { relay, deadLetters } = relayOf(async (events) => void published.push(...events));
    expect(await relay([unreadable, approval])).toBeUndefined();
    expect(published).toHaveLength(1);
    expect(deadLetters).toEqual([
      {
        QueueUrl: 'dlq',
        MessageBody: {
          sequence_number: '101',
          key: { pk: 'p', sk: 's' },
          error: expect.stringContaining('budget_year'),
        },
      },
    ]);
    expect(logs.lines()).toMatchObject([
      { level: 'ERROR', message: 'Stream record unreadable', sequence_number: '101', error: { name: '$ZodError' } },
    ]);
    expect(JSON.stringify(deadLetters) + logs.text()).not.toContain('Laptop');
  });

  it('returns the record whose event could not be published', async () => {
    const { relay } = relayOf(async () => 2);
    expect(await relay([unreadable, record('99', undefined, laptopReplacement), approval])).toBe(2);
  });

  it('sends no dead letter of a record that is delivered again', async () => {
    const { relay, deadLetters } = relayOf(async () => 0);
    expect(await relay([approval, unreadable])).toBe(0);
    expect(deadLetters).toEqual([]);
    expect(await relay([unreadable, approval])).toBe(1);
    expect(deadLetters).toHaveLength(1);
  });

  it('sends a dead letter that SQS accepts for an item with thousands of faults', async () => {
    const { relay, deadLetters } = relayOf(async () => undefined);
    const items = Array.from({ length: 3000 }, () => ({}));
    await relay([record('102', laptopReplacement, { ...approvedLaptop, items })]);
    expect(JSON.stringify(deadLetters).length).toBeLessThan(2000);
  });

  it('fails when the dead-letter queue fails, so that the batch is retried', async () => {
    const { relay } = relayOf(async () => undefined);
    const failing = createEventRelay({
      publish: async () => undefined,
      sqs: { sendMessage: () => Promise.reject(new Error('No queue')) },
      deadLetterQueueUrl: 'dlq',
    });
    await expect(failing([unreadable])).rejects.toThrow('No queue');
    await expect(relay([])).resolves.toBeUndefined();
  });
});
