import type { Stage } from '../config.ts';

/** Physical names: one stem names the function, the queue, the alarm, the log group and the runbook section. */
export function physicalName(stage: Stage, stem: string): string {
  return `procurement-hub-${stage}-${stem}`;
}
