import * as z from 'zod/mini';
import { type IntegrationState, IntegrationStateSchema, NEW_INTEGRATION_STATE } from '../sync/integration-state.ts';
import { dueKeysOf, NOT_DUE } from './due-index.ts';
import { ENTITY, RESUMED_NOTICE } from './names.ts';
import { getItem, type Table } from './table.ts';
import { setAttributes, setAttributesAndCount } from './update.ts';
import { versionConflict, type Write } from './write.ts';

/** The state of integrations: one item per organization and partner. gsi1 has those that were resumed, for the sweep. */

function stateKey(orgId: string, partner: string) {
  return { pk: `ORG#${orgId}`, sk: `INTEGRATION_STATE#${partner}` };
}

/** The attributes that only an integration has that was resumed: those of the index, and the one that the relay's filter matches. */
const NOT_RESUMED = { ...NOT_DUE, notice: undefined };

function resumeKeys(orgId: string, partner: string, { resumed_at }: IntegrationState) {
  if (resumed_at === null) return NOT_RESUMED;
  return { ...dueKeysOf(`${orgId}#${partner}`, resumed_at, [orgId, partner]), notice: RESUMED_NOTICE };
}

/** Whether an entry of the due index is an integration that was resumed, not a sync record. */
export function isIntegrationState({ sk }: { readonly sk: string }): boolean {
  return sk.startsWith('INTEGRATION_STATE#');
}

const StoredSchema = z.extend(IntegrationStateSchema, { org_id: z.string(), partner: z.string() });
export type StoredIntegrationState = z.infer<typeof StoredSchema>;

export function integrationStateFromItem(item: unknown): StoredIntegrationState {
  return StoredSchema.parse(item);
}

/** The state, strongly consistent; that of a new integration when nothing has happened to it yet. */
export async function loadIntegrationState(table: Table, orgId: string, partner: string): Promise<IntegrationState> {
  const item = await getItem(table, stateKey(orgId, partner));
  return item ? IntegrationStateSchema.parse(item) : NEW_INTEGRATION_STATE;
}

/** Replaces the state, on condition that it has not changed since `seen` was read. */
export function saveIntegrationState(
  orgId: string,
  partner: string,
  seen: IntegrationState,
  next: IntegrationState,
): Write {
  const item = { ...next, entity: ENTITY.integrationState, org_id: orgId, partner, version: seen.version + 1 };
  const set = setAttributes(item, resumeKeys(orgId, partner, next));
  return {
    update: {
      Key: stateKey(orgId, partner),
      ...set,
      ConditionExpression: 'attribute_not_exists(pk) OR #version = :seen',
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':seen': seen.version },
    },
    onConditionFailed: versionConflict(`The state of ${partner}`),
  };
}

/**
 * A person's resume, and its end once what waits is notified. Attempts save the state many times a second, so these writes
 * touch only what they change and do not depend on its version.
 */
export function saveResumed(orgId: string, partner: string, next: IntegrationState): Write {
  const { paused, failures, open_until, resumed_at } = next;
  const set = setAttributesAndCount({ paused, failures, open_until, resumed_at }, resumeKeys(orgId, partner, next));
  return {
    update: { Key: stateKey(orgId, partner), ...set, ConditionExpression: 'attribute_exists(pk)' },
    onConditionFailed: versionConflict(`The state of ${partner}`),
  };
}

/** The integration may have been resumed once more meanwhile, which stays. */
export function saveResumeDone(orgId: string, partner: string, { resumed_at }: IntegrationState): Write {
  const set = setAttributesAndCount({ resumed_at: null }, NOT_RESUMED);
  return {
    update: {
      Key: stateKey(orgId, partner),
      ...set,
      ConditionExpression: '#resumed_at = :seen',
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':seen': resumed_at },
    },
    onConditionFailed: versionConflict(`The state of ${partner}`),
  };
}
