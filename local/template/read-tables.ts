import * as z from 'zod';
import type { IndexSchema, TableDefinition } from '../aws/dynamodb/definition.ts';
import { Flag, ignored, optional, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const Keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Index = z.looseObject({
  IndexName: z.string(),
  KeySchema: Keys,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }),
});

const TableProperties = z.strictObject({
  ...ignored('ContributorInsightsSpecification', 'DeletionProtectionEnabled', 'PointInTimeRecoverySpecification'),
  ...ignored('Replicas', 'SSESpecification', 'TableClass', 'TableName', 'Tags', 'WarmThroughput'),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  BillingMode: z.literal('PAY_PER_REQUEST', 'only on-demand tables run on the local runtime'),
  GlobalSecondaryIndexes: z.array(Index).default([]),
  KeySchema: Keys,
  StreamSpecification: z
    .looseObject({ StreamViewType: z.literal('NEW_AND_OLD_IMAGES', 'only NEW_AND_OLD_IMAGES streams are kept') })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: Flag }).optional(),
});

export function readTables(resources: readonly Resource[]): readonly TableDefinition[] {
  return resources
    .filter(({ type }) => type === 'AWS::DynamoDB::Table' || type === 'AWS::DynamoDB::GlobalTable')
    .map((resource) => {
      const properties = parseProperties(resource, TableProperties);
      const ttl = properties.TimeToLiveSpecification;
      const indexes = properties.GlobalSecondaryIndexes.map(readIndex);
      return {
        name: resource.name,
        arn: resource.arn,
        ...optional('streamArn', properties.StreamSpecification && resource.attributes.StreamArn),
        input: {
          AttributeDefinitions: properties.AttributeDefinitions,
          KeySchema: properties.KeySchema,
          BillingMode: properties.BillingMode,
          ...optional('GlobalSecondaryIndexes', indexes.length > 0 ? indexes : undefined),
        },
        ...optional('ttlAttribute', ttl?.Enabled ? ttl.AttributeName : undefined),
      };
    });
}

function readIndex({ IndexName, KeySchema, Projection }: z.infer<typeof Index>): IndexSchema {
  const { ProjectionType, NonKeyAttributes } = Projection;
  return { IndexName, KeySchema, Projection: { ProjectionType, ...optional('NonKeyAttributes', NonKeyAttributes) } };
}
