import { HubError } from '../domain/errors.ts';
import type { RecordResult } from '../pull/job.ts';

const MAX_CONFLICTS = 5;

/**
 * Applies one record of a pull: `attempt` returns undefined when another writer was faster, and decides again on what that
 * left. What the hub's rules reject is the result of that record, and stops no other.
 */
export async function applyRecord(
  record: string,
  attempt: () => Promise<'changed' | 'unchanged' | undefined>,
): Promise<RecordResult> {
  try {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const kind = await attempt();
      if (kind) return { kind };
    }
    const message = `${record} keeps being changed by others; the next sync applies it.`;
    return { kind: 'failed', record, code: 'conflict.version', message };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { kind: 'failed', record, code: error.code, message: error.message };
  }
}
