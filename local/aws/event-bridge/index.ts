import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { State } from '../../collections.ts';
import type { Adversity } from '../adversity.ts';
import { parseInput } from '../parse-input.ts';
import { type AwsCall, AwsError, type AwsResponse, type AwsService, type Clock, notSupported } from '../service.ts';
import { Archives } from './archive.ts';
import { type ArchiveDefinition, type BusEvent, type Deliver, nameOf, type RuleDefinition } from './definition.ts';
import { Delivery, type PendingDelivery } from './delivery.ts';
import { compileEventPattern } from './event-pattern.ts';
import { billedEvents, entryBytes, eventOf, eventTime, readEntries } from './put-events.ts';
import { parseSchedule } from './schedule-expression.ts';
import { runSchedules } from './schedules.ts';

export type { Deliver, RuleDefinition } from './definition.ts';

export interface EventBridgeOptions {
  readonly state: State;
  readonly rules: readonly RuleDefinition[];
  readonly archives: readonly ArchiveDefinition[];
  readonly region: string;
  readonly accountId: string;
  readonly clock?: Clock;
  readonly adversity?: Adversity | undefined;
  readonly deliver: Deliver;
  readonly onError: (error: unknown) => void;
}

export interface EventBridge extends AwsService {
  /** Fires enabled schedule rules from now on, until the returned function is called. */
  startSchedules(): () => void;
  /** Fires one schedule rule now, enabled or not. */
  fire(ruleName: string): Promise<void>;
}

const StartReplayInput = z.object({
  ReplayName: z.string().min(1),
  EventSourceArn: z.string(),
  EventStartTime: z.number(),
  EventEndTime: z.number(),
  Destination: z.object({ Arn: z.string() }),
});

/** EventBridge's buses, rules, schedules and archives. */
export async function createEventBridge(options: EventBridgeOptions): Promise<EventBridge> {
  const { state, region, accountId, clock = Date.now, adversity, onError } = options;
  const arnPrefix = `arn:aws:events:${region}:${accountId}`;
  const rules = new Map(options.rules.map((rule) => [rule.name, rule]));
  const isEnabled = ({ rule }: { readonly rule: RuleDefinition }): boolean => rule.state === 'ENABLED';
  const patterns = options.rules
    .filter(({ eventPattern }) => eventPattern !== undefined)
    .map((rule) => ({ rule, matches: compileEventPattern(rule.eventPattern, `rule ${rule.name}`) }))
    .filter(isEnabled);
  const schedules = options.rules
    .flatMap((rule) =>
      rule.scheduleExpression ? [{ rule, next: parseSchedule(rule.scheduleExpression, rule.name) }] : [],
    )
    .filter(isEnabled);
  const archives = new Archives(options.archives, state.sublevel<BusEvent>('events-archive'), clock);
  await archives.sweep();
  const pending = state.sublevel<PendingDelivery>('events-pending');
  const delivery = new Delivery({ pending, rules, deliver: options.deliver, onError, clock });
  await delivery.load();

  async function route(busName: string, event: BusEvent): Promise<void> {
    const matching = patterns.filter(({ rule, matches }) => rule.busName === busName && matches(event));
    await Promise.all(matching.map(({ rule }) => delivery.toTargets(rule, event)));
  }

  async function putEvents({ input }: AwsCall): Promise<AwsResponse> {
    const results: Record<string, string>[] = [];
    let events = 0;
    let archivedBytes = 0;
    for (const entry of readEntries(input)) {
      try {
        if (adversity?.failsEntry()) throw new AwsError('ThrottlingException', 'Rate exceeded');
        const event = eventOf(entry, clock(), accountId, region);
        // EventBridge accepts an event for an unknown bus and drops it.
        const busName = nameOf(entry.EventBusName);
        archivedBytes += entryBytes(entry) * (await archives.keep(busName, event));
        await route(busName, event);
        results.push({ EventId: event.id });
        events += billedEvents(entry);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        results.push({ ErrorCode: error.code, ErrorMessage: error.message });
      }
    }
    const failed = results.filter((result) => result.ErrorCode !== undefined).length;
    return { output: { FailedEntryCount: failed, Entries: results }, usage: { events, archivedBytes } };
  }

  /** Returns when the replay is complete, because a local archive is small. Replayed events are not archived again. */
  async function startReplay({ input }: AwsCall): Promise<AwsResponse> {
    const replay = parseInput(StartReplayInput, input);
    const archived = archives.between(
      nameOf(replay.EventSourceArn),
      replay.EventStartTime * 1000,
      replay.EventEndTime * 1000,
    );
    let events = 0;
    for await (const event of archived) {
      await route(nameOf(replay.Destination.Arn), { ...event, 'replay-name': replay.ReplayName });
      events++;
    }
    return { output: { ReplayArn: `${arnPrefix}:replay/${replay.ReplayName}`, State: 'COMPLETED' }, usage: { events } };
  }

  async function fire(ruleName: string): Promise<void> {
    const rule = rules.get(ruleName);
    if (rule === undefined) throw new AwsError('ResourceNotFoundException', `Rule ${ruleName} does not exist.`);
    await delivery.toTargets(rule, {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: accountId,
      time: eventTime(clock()),
      region,
      resources: [rule.arn],
      detail: {},
    });
  }

  return {
    name: 'events',
    permissions: ({ action, input }) => {
      if (action !== 'PutEvents') {
        return [{ action: `events:${action}`, resource: String(input.EventSourceArn ?? '*') }];
      }
      const busNames = new Set(readEntries(input).map(({ EventBusName }) => nameOf(EventBusName)));
      return [...busNames].map((name) => ({ action: 'events:PutEvents', resource: `${arnPrefix}:event-bus/${name}` }));
    },
    handle: async (call) => {
      if (call.action === 'PutEvents') return putEvents(call);
      if (call.action === 'StartReplay') return startReplay(call);
      throw notSupported(call.action, 'EventBridge');
    },
    startSchedules: () => runSchedules(schedules, clock, ({ name }) => void fire(name).catch(onError)),
    fire,
    close: () => delivery.close(),
  };
}
