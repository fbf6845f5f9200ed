import type { Clock } from '../service.ts';
import type { RuleDefinition } from './definition.ts';
import type { Schedule } from './schedule-expression.ts';

export interface ScheduledRule {
  readonly rule: RuleDefinition;
  readonly next: Schedule;
}

/** Node fires a timer above this at once, https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls `fire` whenever one of the rules is due, until the returned function is called. */
export function runSchedules(
  scheduled: readonly ScheduledRule[],
  clock: Clock,
  fire: (rule: RuleDefinition) => void,
): () => void {
  const timers = new Map<RuleDefinition, NodeJS.Timeout>();
  const arm = ({ rule, next }: ScheduledRule, after: number): void => {
    const due = next(new Date(after))?.getTime();
    if (due === undefined) return;
    const wait = (): void => {
      const left = due - clock();
      if (left > 0) {
        timers.set(rule, setTimeout(wait, Math.min(left, MAX_TIMER_MS)).unref());
        return;
      }
      fire(rule);
      // From now, not from the due time: runs that a sleeping machine missed are skipped.
      arm({ rule, next }, Math.max(due, clock()));
    };
    wait();
  };
  for (const entry of scheduled) arm(entry, clock());
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
