import type { TableDefinition } from '../../../../../local/aws/dynamodb/definition.ts';

const ARN = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

/** A table with a stream, a TTL, and one index of each projection. */
export const ORDERS: TableDefinition = {
  name: 'orders',
  arn: ARN,
  streamArn: `${ARN}/stream/2026-01-01T00:00:00.000`,
  ttlAttribute: 'expires_at',
  input: {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk', 'supplier', 'placed_at', 'status'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-supplier',
        KeySchema: [
          { AttributeName: 'supplier', KeyType: 'HASH' },
          { AttributeName: 'placed_at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['total'] },
      },
      {
        IndexName: 'by-status',
        KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
};
