import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { State } from '../../collections.ts';
import { compilePattern } from '../event-pattern/index.ts';
import { parseInput } from '../parse-input.ts';
import { nextRun } from '../schedule.ts';
import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type Clock } from '../service.ts';
import { Archives } from './archive.ts';
import type { ArchiveDefinition, BusDefinition, BusEvent, Deliver, RuleDefinition } from './definition.ts';
import { Delivery, type PendingDelivery } from './delivery.ts';
import { busNameOf, permissionsOf } from './permissions.ts';
import { entryBytes, eventOf, eventTime, readEntries } from './put-events.ts';
import { runSchedules } from './schedules.ts';

export type {
  ArchiveDefinition,
  BusDefinition,
  Deliver,
  RuleDefinition,
  RuleTarget,
} from './definition.ts';

export interface EventBridgeOptions {
  readonly state: State;
  readonly buses: readonly BusDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly archives: readonly ArchiveDefinition[];
  readonly region: string;
  readonly accountId: string;
  readonly clock?: Clock;
  readonly deliver: Deliver;
}

export interface EventBridge extends AwsService {
  /** Fires enabled schedule rules from now on, until the returned function is called. */
  startSchedules(): () => void;
  /** Fires one schedule rule now, enabled or not. */
  fire(ruleName: string): Promise<void>;
}

/** EventBridge bills every 64 KB of an event as an event. */
const BILLED_BYTES = 65_536;

const RuleNameInput = z.object({ Name: z.string() });
const StartReplayInput = z.object({
  ReplayName: z.string().min(1),
  EventSourceArn: z.string(),
  EventStartTime: z.number(),
  EventEndTime: z.number(),
  Destination: z.object({ Arn: z.string() }),
});
const ListRulesInput = z.object({ NamePrefix: z.string().default(''), EventBusName: z.string().default('default') });

/** EventBridge's buses, rules, schedules and archives. */
export async function createEventBridge(options: EventBridgeOptions): Promise<EventBridge> {
  const { state, region, accountId, clock = Date.now } = options;
  const rules = new Map(options.rules.map((rule) => [rule.name, rule]));
  const patterns = new Map(
    options.rules
      .filter((rule) => rule.eventPattern !== undefined)
      .map((r) => [r.name, compilePattern(r.eventPattern)]),
  );
  for (const { scheduleExpression } of options.rules) if (scheduleExpression) nextRun(scheduleExpression, new Date(0));
  /** What EnableRule and DisableRule changed since the template. */
  const switches = state.sublevel<RuleDefinition['state']>('events-rule-states');
  const switched = new Map<string, RuleDefinition['state']>();
  for await (const [name, value] of switches.entries()) switched.set(name, value);

  const archives = new Archives(options.archives, state.sublevel<BusEvent>('events-archive'), clock);
  await archives.sweep();
  const delivery = new Delivery(state.sublevel<PendingDelivery>('events-pending'), rules, options.deliver, clock);
  await delivery.load();

  const stateOf = (rule: RuleDefinition): RuleDefinition['state'] => switched.get(rule.name) ?? rule.state;

  function ruleOf(input: unknown): RuleDefinition {
    const { Name } = parseInput(RuleNameInput, input);
    const rule = rules.get(Name);
    if (rule === undefined) throw new AwsError('ResourceNotFoundException', `Rule ${Name} does not exist.`);
    return rule;
  }

  async function publish(busName: string, event: BusEvent): Promise<void> {
    await archives.keep(busName, event);
    await route(busName, event);
  }

  async function route(busName: string, event: BusEvent): Promise<void> {
    const matching = [...rules.values()].filter(
      (rule) => rule.busName === busName && stateOf(rule) === 'ENABLED' && patterns.get(rule.name)?.(event),
    );
    await Promise.all(matching.map((rule) => delivery.toTargets(rule, event)));
  }

  async function putEvents({ input }: AwsCall): Promise<AwsAnswer> {
    const entries = readEntries(input);
    const results: Record<string, string>[] = [];
    let events = 0;
    for (const entry of entries) {
      try {
        const event = eventOf(entry, clock(), accountId, region);
        // An unknown bus is no error on AWS either: the event gets an id and goes nowhere.
        await publish(busNameOf(entry.EventBusName), event);
        results.push({ EventId: event.id });
        events += Math.ceil(entryBytes(entry) / BILLED_BYTES);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        results.push({ ErrorCode: error.code, ErrorMessage: error.message });
      }
    }
    const failed = results.filter((result) => result.ErrorCode !== undefined).length;
    return { output: { FailedEntryCount: failed, Entries: results }, usage: { events } };
  }

  /** Runs to its end before it answers: on one node an archive is small. Replayed events aren't archived again. */
  async function startReplay({ input }: AwsCall): Promise<AwsAnswer> {
    const replay = parseInput(StartReplayInput, input);
    const name = busNameOf(replay.EventSourceArn);
    const range = [replay.EventStartTime * 1000, replay.EventEndTime * 1000] as const;
    let events = 0;
    for await (const event of archives.between(name, ...range)) {
      await route(busNameOf(replay.Destination.Arn), { ...event, 'replay-name': replay.ReplayName });
      events++;
    }
    const output = {
      ReplayArn: `arn:aws:events:${region}:${accountId}:replay/${replay.ReplayName}`,
      State: 'COMPLETED',
    };
    return { output, usage: { events } };
  }

  async function setState(input: unknown, value: RuleDefinition['state']): Promise<AwsAnswer> {
    const { name } = ruleOf(input);
    await switches.put(name, value);
    switched.set(name, value);
    return { output: {} };
  }

  async function fire(ruleName: string): Promise<void> {
    const rule = ruleOf({ Name: ruleName });
    const event: BusEvent = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: accountId,
      time: eventTime(clock()),
      region,
      resources: [rule.arn],
      detail: {},
    };
    await delivery.toTargets(rule, event);
  }

  const actions: Readonly<Record<string, (call: AwsCall) => Promise<AwsAnswer>>> = {
    PutEvents: putEvents,
    StartReplay: startReplay,
    DescribeRule: async ({ input }) => {
      const rule = ruleOf(input);
      return { output: describe(rule, stateOf(rule)) };
    },
    ListRules: async ({ input }) => {
      const { NamePrefix, EventBusName } = parseInput(ListRulesInput, input);
      const listed = options.rules.filter(
        (rule) => rule.busName === busNameOf(EventBusName) && rule.name.startsWith(NamePrefix),
      );
      return { output: { Rules: listed.map((rule) => describe(rule, stateOf(rule))) } };
    },
    EnableRule: ({ input }) => setState(input, 'ENABLED'),
    DisableRule: ({ input }) => setState(input, 'DISABLED'),
  };

  return {
    name: 'events',
    permissions: (call) => permissionsOf(call, options, `arn:aws:events:${region}:${accountId}`),
    handle: async (call) => {
      const action = actions[call.action];
      if (action === undefined)
        throw new AwsError('UnknownOperationException', `${call.action} is not available here.`);
      return action(call);
    },
    startSchedules: () => runSchedules(options.rules, clock, (rule) => stateOf(rule) === 'ENABLED', fire),
    fire,
    close: () => delivery.close(),
  };
}

function describe(rule: RuleDefinition, ruleState: RuleDefinition['state']): Record<string, unknown> {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.busName,
    State: ruleState,
    ...(rule.eventPattern === undefined ? {} : { EventPattern: JSON.stringify(rule.eventPattern) }),
    ...(rule.scheduleExpression === undefined ? {} : { ScheduleExpression: rule.scheduleExpression }),
  };
}
