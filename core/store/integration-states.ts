import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type IntegrationState, IntegrationStateSchema, NEW_INTEGRATION_STATE } from '../sync/integration-state.ts';
import { ENTITY } from './names.ts';
import { setAttributes, type Table, versionConflict, type Write } from './table.ts';

/** The state of integrations: one item per organization and partner. */

function stateKey(orgId: string, partner: string) {
  return { pk: `ORG#${orgId}`, sk: `INTEGRATION_STATE#${partner}` };
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
  const set = setAttributes({ ...next, entity: ENTITY.integrationState, version: seen.version + 1 });
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
