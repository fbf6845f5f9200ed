import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Supplier } from '../domain/supplier.ts';
import { ENTITY, TABLE_KEYS } from './names.ts';
import type { Table } from './table.ts';

/** The calls of a supplier: one counter per minute, which all execution environments add to. */

const MINUTE_MS = 60_000;
/** The counter is read within its minute; DynamoDB deletes it when it comes to it. */
const KEPT_SECONDS = 600;

/**
 * Adds calls to the counter of a minute (Unix milliseconds / 60,000), and returns all that it has. A retry whose first response was
 * lost counts twice.
 */
export async function countCalls(
  { client, name }: Table,
  { org_id, supplier_id }: Pick<Supplier, 'org_id' | 'supplier_id'>,
  minute: number,
  calls: number,
): Promise<number> {
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName: name,
      Key: { pk: `ORG#${org_id}#SUPPLIER_CALLS#${supplier_id}`, sk: `MINUTE#${minute}` },
      UpdateExpression: 'ADD #calls :calls SET #entity = :entity, #ttl = :ttl',
      ExpressionAttributeNames: { '#calls': 'calls', '#entity': 'entity', '#ttl': TABLE_KEYS.ttl },
      ExpressionAttributeValues: {
        ':calls': calls,
        ':entity': ENTITY.supplierCalls,
        ':ttl': (minute * MINUTE_MS) / 1000 + KEPT_SECONDS,
      },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(Attributes?.calls);
}
