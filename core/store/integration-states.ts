import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type IntegrationState, IntegrationStateSchema, NEW_INTEGRATION_STATE } from '../sync/integration-state.ts';
import { dueKeysOf, NOT_DUE } from './due-index.ts';
import { ENTITY } from './names.ts';
import { setAttributes, type Table, versionConflict, type Write } from './table.ts';

/** The state of integrations: one item per organization and partner. gsi1 has those that were resumed, for the sweep. */

function stateKey(orgId: string, partner: string) {
  return { pk: `ORG#${orgId}`, sk: `INTEGRATION_STATE#${partner}` };
}

export function isIntegrationState({ sk }: { readonly sk: string }): boolean {
  return sk.startsWith('INTEGRATION_STATE#');
}

export async function loadIntegrationState(table: Table, orgId: string, partner: string): Promise<IntegrationState> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: stateKey(orgId, partner), ConsistentRead: true }),
  );
  return Item ? IntegrationStateSchema.parse(Item) : NEW_INTEGRATION_STATE;
}

/** Replaces the state, on condition that it has not changed since `seen` was read. */
export function saveIntegrationState(
  orgId: string,
  partner: string,
  seen: IntegrationState,
  next: IntegrationState,
): Write {
  const { resumed_at } = next;
  const dueKeys = resumed_at === null ? NOT_DUE : dueKeysOf(`${orgId}#${partner}`, resumed_at, [orgId, partner]);
  const set = setAttributes({ ...next, entity: ENTITY.integrationState, version: seen.version + 1 }, dueKeys);
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
  const dueKeys = dueKeysOf(`${orgId}#${partner}`, resumed_at ?? 0, [orgId, partner]);
  const set = setAttributes({ paused, failures, open_until, resumed_at }, dueKeys);
  return changeState(orgId, partner, set, 'attribute_exists(pk)', {});
}

/** The integration may have been resumed once more meanwhile, which stays. */
export function saveResumeDone(orgId: string, partner: string, { resumed_at }: IntegrationState): Write {
  const set = setAttributes({ resumed_at: null }, NOT_DUE);
  return changeState(orgId, partner, set, '#resumed_at = :seen', { ':seen': resumed_at });
}

function changeState(
  orgId: string,
  partner: string,
  set: ReturnType<typeof setAttributes>,
  ConditionExpression: string,
  values: Readonly<Record<string, unknown>>,
): Write {
  return {
    update: {
      Key: stateKey(orgId, partner),
      UpdateExpression: `SET #version = #version + :one, ${set.UpdateExpression.slice('SET '.length)}`,
      ConditionExpression,
      ExpressionAttributeNames: { ...set.ExpressionAttributeNames, '#version': 'version' },
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':one': 1, ...values },
    },
    onConditionFailed: versionConflict(`The state of ${partner}`),
  };
}
