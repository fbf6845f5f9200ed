import * as z from 'zod/mini';
import { ENTITY } from './names.ts';
import { getItem, type Table } from './table.ts';
import { setAttributes } from './update.ts';
import { versionConflict, type Write } from './write.ts';

/** What is known of an organization's pulls from a partner: one item per scope, which is also the lock of its open job. */

function pullStateKey(orgId: string, partner: string, scope: string) {
  return { pk: `ORG#${orgId}`, sk: `PULL#${partner}#${scope}` };
}

const PullStateSchema = z.object({
  open_job_id: z.optional(z.nullable(z.string())),
  /** The records that the last complete pull has seen. */
  seen: z.optional(z.int()),
  /** Where a pull of changes goes on, in the partner's words. */
  since: z.optional(z.string()),
});
export type PullState = z.infer<typeof PullStateSchema>;

/** Strongly consistent; empty before the first pull. */
export async function loadPullState(table: Table, orgId: string, partner: string, scope: string): Promise<PullState> {
  const item = await getItem(table, pullStateKey(orgId, partner, scope));
  return item ? PullStateSchema.parse(item) : {};
}

interface PullOf {
  readonly org_id: string;
  readonly partner: string;
  readonly scope: string;
}

function update({ org_id, partner, scope }: PullOf, changes: PullState) {
  const identity = { entity: ENTITY.pullState, org_id, partner, scope };
  return { Key: pullStateKey(org_id, partner, scope), ...setAttributes({ ...identity, ...changes }) };
}

/** Takes the lock for a new job, on condition that it is as it was read: another call may have created one. */
export function lockPull(job: PullOf & { readonly id: string }, { open_job_id: seen = null }: PullState): Write {
  const set = update(job, { open_job_id: job.id });
  return {
    update: {
      ...set,
      ConditionExpression:
        seen === null ? 'attribute_not_exists(open_job_id) OR open_job_id = :seen' : 'open_job_id = :seen',
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':seen': seen },
    },
    onConditionFailed: versionConflict(`The sync of ${job.scope}`),
  };
}

/** Keeps what a complete pull has learned, and with `open_job_id` null ends the lock of a job that is open no longer. */
export function savePullState(pull: PullOf, changes: PullState): Write {
  return { update: update(pull, changes) };
}
