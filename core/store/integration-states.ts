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
 * Ends a resume once what waited for it is notified, unless the integration was resumed once more. Attempts save the state
 * many times a second meanwhile, so the condition is not its version.
 */
export function saveResumeDone(orgId: string, partner: string, { resumed_at }: IntegrationState): Write {
  const set = setAttributes({ resumed_at: null }, NOT_DUE);
  return {
    update: {
      Key: stateKey(orgId, partner),
      ...set,
      UpdateExpression: `SET #version = #version + :one, ${set.UpdateExpression.slice('SET '.length)}`,
      ConditionExpression: '#resumed_at = :seen',
      ExpressionAttributeNames: { ...set.ExpressionAttributeNames, '#version': 'version' },
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':one': 1, ':seen': resumed_at },
    },
    onConditionFailed: versionConflict(`The state of ${partner}`),
  };
}
