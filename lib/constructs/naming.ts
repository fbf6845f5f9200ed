import type { Stage } from '../config.ts';

/** Physical names: one stem names the function, the queue, the alarm, the log group and the runbook section. */
export const physicalName = (stage: Stage, stem: string): string => `procurement-hub-${stage}-${stem}`;
