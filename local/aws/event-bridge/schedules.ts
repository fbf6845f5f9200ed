import { nextRun } from '../schedule.ts';
import type { Clock } from '../service.ts';
import type { RuleDefinition } from './definition.ts';

/** Node's timers overflow above this and would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `fire` whenever an enabled schedule rule is due, until the returned function is called. */
export function runSchedules(
  rules: readonly RuleDefinition[],
  clock: Clock,
  isEnabled: (rule: RuleDefinition) => boolean,
  fire: (ruleName: string) => Promise<void>,
): () => void {
  const timers = new Map<string, NodeJS.Timeout>();
  const arm = (rule: RuleDefinition, expression: string, after: number): void => {
    const due = nextRun(expression, new Date(after))?.getTime();
    if (due !== undefined) wait(rule, expression, due);
  };
  const wait = (rule: RuleDefinition, expression: string, due: number): void => {
    const left = due - clock();
    if (left > 0) {
      timers.set(rule.name, setTimeout(() => wait(rule, expression, due), Math.min(left, LONGEST_TIMER_MS)).unref());
      return;
    }
    // A firing that fails was not even kept for a retry: the disk is gone, and the next firing will say so again.
    if (isEnabled(rule)) fire(rule.name).catch((error: unknown) => console.error(`${rule.name}: not fired:`, error));
    // From now, not from the due time: what a sleeping machine missed is not made up for.
    arm(rule, expression, Math.max(due, clock()));
  };
  for (const rule of rules) if (rule.scheduleExpression) arm(rule, rule.scheduleExpression, clock());
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
