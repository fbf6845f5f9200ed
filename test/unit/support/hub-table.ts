import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach } from '@jest/globals';
import { INDEX_ATTRIBUTES, TABLE_INDEXES, TABLE_KEYS } from '../../../core/store/names.ts';
import { queryAll, type Table } from '../../../core/store/table.ts';
import { type DynamoDb, openDynamoDb } from '../../../local/aws/dynamodb/index.ts';
import { AwsError } from '../../../local/aws/service.ts';
import { aCall } from '../local/aws/a-call.ts';

const ACCOUNT = { region: 'eu-west-1', accountId: '000000000000' };

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

const INDEX_KEYS = TABLE_INDEXES.map((index) => ({ index, partition: `${index}pk`, sort: `${index}sk` }));
/** As the template defines it. */
const DEFINITION = {
  name: 'hub',
  arn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/hub',
  input: {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(TABLE_KEYS.partition, TABLE_KEYS.sort),
    AttributeDefinitions: [
      TABLE_KEYS.partition,
      TABLE_KEYS.sort,
      ...INDEX_KEYS.flatMap(({ partition, sort }) => [partition, sort]),
    ].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: INDEX_KEYS.map(({ index, partition, sort }) => ({
      IndexName: index,
      KeySchema: keySchema(partition, sort),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...INDEX_ATTRIBUTES] },
    })),
  },
};

export interface HubTable {
  readonly table: Table;
  /** The names of the actions called, in order. */
  readonly actions: string[];
  /** The capacity units that the calls have used. */
  readonly units: { read: number; write: number };
  /** Runs before each call; what it throws fails the call. */
  before: (action: string) => void | Promise<void>;
  /** The keys of an index's partition, in their order. */
  indexed(index: string, partition: string): Promise<unknown[]>;
}

/** The hub's table in the local runtime's DynamoDB, empty for each test of the file. */
export function hubTable(): HubTable {
  let service: DynamoDb;
  const handle = async (request: { readonly headers: Record<string, string>; readonly body?: Uint8Array }) => {
    const [, action = ''] = String(request.headers['x-amz-target']).split('.');
    hub.actions.push(action);
    await hub.before(action);
    const { response, usage } = await answer(service, action, JSON.parse(new TextDecoder().decode(request.body)));
    hub.units.read += usage?.readUnits ?? 0;
    hub.units.write += usage?.writeUnits ?? 0;
    return { response };
  };
  const client = new DynamoDBClient({
    region: ACCOUNT.region,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { handle },
  });
  const hub: HubTable = {
    table: {
      name: 'hub',
      recent: new Map(),
      client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    },
    actions: [],
    units: { read: 0, write: 0 },
    before: () => {},
    async indexed(index, partition) {
      const items = await queryAll(hub.table, {
        IndexName: index,
        KeyConditionExpression: `${index}pk = :pk`,
        ExpressionAttributeValues: { ':pk': partition },
      });
      return items.map((item) => item[`${index}sk`]);
    },
  };

  beforeEach(async () => {
    const path = mkdtempSync(join(tmpdir(), 'hub-table-'));
    service = await openDynamoDb({ ...ACCOUNT, path, tables: [DEFINITION], clock: Date.now });
    hub.actions.length = 0;
    Object.assign(hub.units, { read: 0, write: 0 });
    hub.before = () => {};
    hub.table.recent.clear();
  });
  afterEach(() => service.close());
  return hub;
}

async function answer(service: DynamoDb, action: string, input: Record<string, unknown>) {
  const respond = (statusCode: number, output: unknown) => ({
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(output))]),
  });
  try {
    const { output, usage } = await service.handle(aCall(action, input));
    return { response: respond(200, output), usage };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { response: respond(error.status, { __type: error.code, message: error.message, ...error.members }) };
  }
}
