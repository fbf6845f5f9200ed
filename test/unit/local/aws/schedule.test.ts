import { describe, expect, it } from '@jest/globals';
import { parseSchedule } from '../../../../local/aws/event-bridge/schedule-expression.ts';
import { StartError } from '../../../../local/start-error.ts';

const SATURDAY = new Date('2026-11-21T04:00:00Z');

describe('a schedule expression', () => {
  it.each([
    ['rate(5 minutes)', '2026-11-21T04:05:00Z'],
    ['rate(1 day)', '2026-11-22T00:00:00Z'],
    ['cron(15 12 * * ? *)', '2026-11-21T12:15:00Z'],
    ['cron(0 18 ? * MON-FRI *)', '2026-11-23T18:00:00Z'],
    ['cron(5/10 8-17 ? * 2-6 *)', '2026-11-23T08:05:00Z'],
    ['cron(0/15 * * * ? *)', '2026-11-21T04:15:00Z'],
    ['cron(0 9 ? * 2#1 *)', '2026-12-07T09:00:00Z'],
    ['cron(0 9 ? * 6L *)', '2026-11-27T09:00:00Z'],
    ['cron(0 9 ? * FRIL *)', '2026-11-27T09:00:00Z'],
    ['cron(0 9 ? * 1,7 *)', '2026-11-21T09:00:00Z'],
    ['cron(0 9 ? * L *)', '2026-11-21T09:00:00Z'],
    ['cron(0 9 L * ? *)', '2026-11-30T09:00:00Z'],
    ['cron(0 9 15W * ? *)', '2026-12-15T09:00:00Z'],
    ['cron(30 0 1 1,7 ? 2027-2028)', '2027-01-01T00:30:00Z'],
  ])('returns for %s the next run %s', (expression, expected) => {
    expect(parseSchedule(expression, 'nightly')(SATURDAY)).toEqual(new Date(expected));
  });

  it('has no next run when its years are over', () => {
    expect(parseSchedule('cron(0 0 1 1 ? 2020)', 'nightly')(SATURDAY)).toBeUndefined();
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 9 * * *)',
    'cron(0 9 * * * *)',
    'cron(0 9 ? * ? *)',
    'cron(0 25 * * ? *)',
    'cron(0 9 ? * 0 *)',
    'cron(0 9 ? * 8 *)',
    'cron(/15 9 * * ? *)',
    'at(2027-01-31T08:00:00)',
    'every day',
  ])('throws a StartError that names the rule and the reason for %s', (expression) => {
    const parse = () => parseSchedule(expression, 'nightly');
    expect(parse).toThrow(StartError);
    expect(parse).toThrow(/^rule nightly: Parameter ScheduleExpression is not valid: .*: .+/);
  });
});
