import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { INDEX_ATTRIBUTES, TABLE_INDEXES, TABLE_KEYS } from '../../core/store/names.ts';
import type { HubConfig } from '../config.ts';
import { physicalName } from './naming.ts';

function stringKey(name: string) {
  return { name, type: AttributeType.STRING };
}

/** The single table, on demand, with the store's keys and indexes and a stream for the relay. */
export class SingleTable extends Construct {
  readonly table: TableV2;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { stage, protectData }: HubConfig) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      tableName: physicalName(stage, 'hub'),
      partitionKey: stringKey(TABLE_KEYS.partition),
      sortKey: stringKey(TABLE_KEYS.sort),
      timeToLiveAttribute: TABLE_KEYS.ttl,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: protectData,
      removalPolicy: protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      globalSecondaryIndexes: TABLE_INDEXES.map((index) => ({
        indexName: index,
        partitionKey: stringKey(`${index}pk`),
        sortKey: stringKey(`${index}sk`),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...INDEX_ATTRIBUTES],
      })),
    });
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error('The table has no stream, so no change would be published.');
    this.streamArn = tableStreamArn;
  }
}
