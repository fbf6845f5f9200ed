import { Cron } from 'croner';
import { StartError } from '../../start-error.ts';

/** The first time after the given one at which a rule fires; undefined when it never fires again. */
export type Schedule = (after: Date) => Date | undefined;

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Parses a rule's schedule expression, `rate(5 minutes)` or `cron(0 18 ? * MON-FRI *)` in UTC.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string, ruleName: string): Schedule {
  const [, kind, argument = ''] = /^(rate|cron)\((.+)\)$/.exec(expression) ?? [];
  try {
    if (kind === 'rate') return parseRate(argument);
    if (kind === 'cron') return parseCron(argument);
    throw new Error('it must be rate(…) or cron(…)');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`rule ${ruleName}: Parameter ScheduleExpression is not valid: ${expression}: ${reason}`);
  }
}

/** Runs fall on multiples of the period, so that a runtime that restarts often still fires its daily schedules. */
function parseRate(argument: string): Schedule {
  const [, count, unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(argument) ?? [];
  const unitMs = UNIT_MS[unit];
  if (count === undefined || unitMs === undefined) {
    throw new Error('a rate is a positive number and minute(s), hour(s) or day(s)');
  }
  if ((count === '1') === (plural === 's')) throw new Error('the unit is singular for 1 and plural for other numbers');
  const period = Number(count) * unitMs;
  return (after) => new Date((Math.floor(after.getTime() / period) + 1) * period);
}

function parseCron(argument: string): Schedule {
  const fields = argument.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error('cron has six fields: minute hour day-of-month month day-of-week year');
  if (fields.some((field) => /(^|,)\//.test(field))) throw new Error('a step needs a start, for example 0/15');
  const [minute, hour, dayOfMonth, month, dayOfWeek = '', year] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Error('exactly one of day-of-month and day-of-week is ?');
  }
  if (/(?<![#/\d])[089](?!\d)/.test(dayOfWeek)) throw new Error('day-of-week is 1 (Sunday) to 7 (Saturday)');
  // EventBridge's L alone is Saturday; croner takes L only with a weekday, for the last one of the month.
  const pattern = ['0', minute, hour, dayOfMonth, month, dayOfWeek === 'L' ? '7' : dayOfWeek, year].join(' ');
  // EventBridge counts weekdays from 1 and writes 5/15 for 5-59/15.
  const dialect = { mode: '7-part', alternativeWeekdays: true, sloppyRanges: true } as const;
  const cron = new Cron(pattern, { ...dialect, timezone: 'UTC', paused: true });
  return (after) => cron.nextRun(after) ?? undefined;
}
