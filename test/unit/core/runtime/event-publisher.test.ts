import type { EventBridgeClient, PutEventsCommand, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEventPublisher } from '../../../../core/runtime/event-publisher.ts';
import type { HubEvent } from '../../../../events/event.ts';
import { approvedEvent } from '../../support/events.ts';

const BUS = 'procurement-hub-dev';
const ATTEMPTS = 4;

function events(count: number): HubEvent[] {
  return Array.from({ length: count }, (_, index) => ({ ...approvedEvent, event_id: `event-${index}` }));
}

function idOf({ Detail = '' }: PutEventsRequestEntry): string {
  return JSON.parse(Detail).event_id;
}

/** A publisher to a bus that fails the entries that the test says, by event id and attempt. */
function publisherOf(fails: (eventId: string, attempt: number) => boolean = () => false) {
  const calls: PutEventsRequestEntry[][] = [];
  const waits: number[] = [];
  const attempts = new Map<string, number>();
  const send = async ({ input: { Entries = [] } }: PutEventsCommand) => {
    calls.push(Entries);
    const results = Entries.map((entry) => {
      const id = idOf(entry);
      const attempt = (attempts.get(id) ?? 0) + 1;
      attempts.set(id, attempt);
      return fails(id, attempt) ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Slow down' } : { EventId: id };
    });
    return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: results };
  };
  const publish = createEventPublisher({
    busName: BUS,
    client: { send } as unknown as EventBridgeClient,
    wait: async (milliseconds) => waits.push(milliseconds),
  });
  return { publish, waits, calls: () => calls.map((entries) => entries.map(idOf)), entries: () => calls.flat() };
}

function ids(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `event-${from + index}`);
}

describe('an event publisher', () => {
  it('sends each event to the bus with its source, type, time and JSON', async () => {
    const { publish, entries } = publisherOf();
    expect(await publish([approvedEvent])).toBeUndefined();
    expect(entries()).toEqual([
      {
        EventBusName: BUS,
        Source: 'procurement-hub',
        DetailType: 'procurement.request.approved',
        Time: new Date(approvedEvent.occurred_at * 1000),
        Detail: JSON.stringify(approvedEvent),
      },
    ]);
  });

  it('calls nothing for no events', async () => {
    const { publish, calls } = publisherOf();
    expect(await publish([])).toBeUndefined();
    expect(calls()).toEqual([]);
  });

  it('sends ten events per call, in their order', async () => {
    const { publish, calls, waits } = publisherOf();
    expect(await publish(events(23))).toBeUndefined();
    expect(calls()).toEqual([ids(0, 9), ids(10, 19), ids(20, 22)]);
    expect(waits).toEqual([]);
  });

  it('sends only the entries that failed again, after a growing wait', async () => {
    const failing = new Set(['event-3', 'event-7']);
    const { publish, calls, waits } = publisherOf(
      (id, attempt) => failing.has(id) && attempt <= (id === 'event-7' ? 3 : 2),
    );
    expect(await publish(events(12))).toBeUndefined();
    expect(calls()).toEqual([ids(0, 9), ['event-3', 'event-7'], ['event-3', 'event-7'], ['event-7'], ids(10, 11)]);
    expect(waits).toHaveLength(3);
    waits.forEach((milliseconds, index) => {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(milliseconds).toBeLessThan(100 * 2 ** (index + 2));
    });
  });

  it('gives up after four attempts and returns the index of the first event that failed, without sending later ones', async () => {
    const failing = new Set(['event-14', 'event-16']);
    const { publish, calls } = publisherOf((id) => failing.has(id));
    expect(await publish(events(30))).toBe(14);
    expect(calls()).toEqual([
      ids(0, 9),
      ids(10, 19),
      ...Array.from({ length: ATTEMPTS - 1 }, () => ['event-14', 'event-16']),
    ]);
  });

  it('throws the error of a call that fails as a whole', async () => {
    const client = { send: () => Promise.reject(new Error('Access denied')) } as unknown as EventBridgeClient;
    await expect(createEventPublisher({ busName: BUS, client })(events(1))).rejects.toThrow('Access denied');
  });

  it('returns an index before which every event is on the bus, whichever entries fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(35), fc.uniqueArray(fc.nat(34)), fc.nat(ATTEMPTS), async (count, failing, times) => {
        const { publish, calls } = publisherOf(
          (id, attempt) => failing.includes(Number(id.slice('event-'.length))) && attempt <= times,
        );
        const first = Math.min(...failing.filter((index) => index < count));
        expect(await publish(events(count))).toBe(
          times < ATTEMPTS || first === Number.POSITIVE_INFINITY ? undefined : first,
        );
        expect(calls().every(({ length }) => length >= 1 && length <= 10)).toBe(true);
        const sent = new Set(calls().flat());
        for (const id of ids(0, Math.min(first, count) - 1)) expect(sent).toContain(id);
      }),
    );
  });
});
