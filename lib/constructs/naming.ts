import type { Stage } from '../config.ts';

/** The physical name of a resource: the base name is shared by function, queue, log group, alarm and runbook section. */
export function physicalName(stage: Stage, baseName: string): string {
  return `procurement-hub-${stage}-${baseName}`;
}
