import { Cron } from 'croner';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * When a schedule expression of EventBridge fires next after the given time: `rate(5 minutes)`,
 * `cron(0 18 ? * MON-FRI *)` in UTC, or `at(2027-01-31T08:00:00)`. Undefined when it never will again.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function nextRun(expression: string, after: Date): Date | undefined {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  switch (kind) {
    case 'rate':
      return nextOfRate(expression, argument, after);
    case 'cron':
      return cronOf(expression, argument).nextRun(after) ?? undefined;
    case 'at':
      return timeOf(expression, argument, after);
    default:
      throw refuse(expression, 'it must be rate(…), cron(…) or at(…)');
  }
}

function refuse(expression: string, reason: string): Error {
  return new Error(`Parameter ScheduleExpression is not valid: ${expression}: ${reason}`);
}

/** Runs fall on multiples of the period, so that a node which restarts often still fires its daily schedules. */
function nextOfRate(expression: string, argument: string, after: Date): Date {
  const [, count, unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(argument) ?? [];
  const unitMs = UNIT_MS[unit];
  if (count === undefined || unitMs === undefined) {
    throw refuse(expression, 'a rate is a positive number and minute(s), hour(s) or day(s)');
  }
  if ((count === '1') === (plural === 's')) throw refuse(expression, 'one is singular, more are plural');
  const period = Number(count) * unitMs;
  return new Date((Math.floor(after.getTime() / period) + 1) * period);
}

function timeOf(expression: string, argument: string, after: Date): Date | undefined {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument) ? new Date(`${argument}Z`) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) throw refuse(expression, 'at takes yyyy-mm-ddThh:mm:ss');
  return time > after ? time : undefined;
}

function cronOf(expression: string, argument: string): Cron {
  const fields = argument.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6)
    throw refuse(expression, 'cron has six fields: minute hour day-of-month month day-of-week year');
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw refuse(expression, 'exactly one of day-of-month and day-of-week is ?');
  }
  if (/(?<![#/\d])[089](?!\d)/.test(dayOfWeek)) throw refuse(expression, 'day-of-week is 1 (Sunday) to 7 (Saturday)');
  const pattern = [
    '0',
    steps(minute, 59),
    steps(hour, 23),
    steps(dayOfMonth === '?' ? '*' : dayOfMonth, 31),
    steps(month, 12),
    weekdays(dayOfWeek === '?' ? '*' : dayOfWeek),
    steps(year, 2199),
  ].join(' ');
  try {
    return new Cron(pattern, { timezone: 'UTC', paused: true });
  } catch (error) {
    throw refuse(expression, error instanceof Error ? error.message : String(error));
  }
}

/** EventBridge's `5/15` is croner's `5-59/15`. */
function steps(field: string, max: number): string {
  return field.replace(/(^|,)(\d+)\//g, (_, before: string, start: string) => `${before}${start}-${max}/`);
}

/** EventBridge counts weekdays from 1 (Sunday), croner from 0; the last Friday is `6L` there and `5#L` here. */
function weekdays(field: string): string {
  return steps(field, 7)
    .replace(/(?<![#/\d])\d(?!\d)/g, (day) => String(Number(day) - 1))
    .replace(/^([0-6]|[A-Z]{3})L$/i, '$1#L')
    .replace(/^L$/, '6');
}
