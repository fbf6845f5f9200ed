import type { Adversity } from '../adversity.ts';
import { type AwsResponse, type AwsService, type Clock, notSupported } from '../service.ts';
import { deleteExpiredTokens } from './client-tokens.ts';
import type { WriteContext } from './commit.ts';
import { openDatabase } from './database.ts';
import type { TableDefinition } from './definition.ts';
import { run, schemaOf, validate } from './dynalite.ts';
import { checkRequestLimits } from './limits.ts';
import { FifoLock } from './lock.ts';
import { OldStates } from './old-states.ts';
import { OngoingTransactions } from './ongoing-transactions.ts';
import { permissionsOf } from './permissions.ts';
import { isConsistent, read, transactGet } from './reads.ts';
import { withTableNames } from './request.ts';
import { checkRequest } from './request-rules.ts';
import { SnapshotReader } from './snapshot-reader.ts';
import { openStreams, type TableStream } from './streams.ts';
import { openTables } from './tables.ts';
import { deleteExpiredItems } from './time-to-live.ts';
import { transactWrite } from './transact-write.ts';
import type { Json } from './types.ts';
import { batchWriteItem, writeItem } from './writes.ts';

export interface DynamoDbOptions {
  /** Directory of the database; created if it does not exist. */
  readonly path: string;
  readonly tables: readonly TableDefinition[];
  readonly region: string;
  readonly accountId: string;
  readonly clock?: Clock;
  readonly adversity?: Adversity | undefined;
}

export interface DynamoDb extends AwsService {
  /** The stream of a table, for its event source mappings. */
  streams(tableName: string): TableStream;
  /** Deletes expired items and client request tokens; resolves to the number of deleted items. */
  sweepExpired(): Promise<number>;
}

/** DynamoDB with the tables of one template. Tables that do not exist are created; the others keep their items. */
export async function openDynamoDb(options: DynamoDbOptions): Promise<DynamoDb> {
  const { clock = Date.now, region, adversity } = options;
  const database = await openDatabase(options.path);
  try {
    const tables = await openTables(database, options.tables, clock);
    const streams = await openStreams(database, tables, region, clock);
    const oldStates = adversity && new OldStates(database, clock);
    return createDynamoDb({ database, tables, streams, lock: new FifoLock(), oldStates }, { ...options, clock });
  } catch (error) {
    await database.close();
    throw error;
  }
}

function createDynamoDb(
  context: WriteContext,
  { region, accountId, clock, adversity }: DynamoDbOptions & { readonly clock: Clock },
): DynamoDb {
  const { database, tables, streams, lock, oldStates } = context;
  const transactions = adversity && new OngoingTransactions(tables, adversity.transactionMs);
  const arnOf = (table: string): string =>
    tables.get(table)?.definition.arn ?? `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;

  async function withReader(
    readFrom: (reader: SnapshotReader) => Promise<AwsResponse>,
    ageMs = 0,
  ): Promise<AwsResponse> {
    const reader = new SnapshotReader(database, tables, oldStates?.before(ageMs));
    try {
      return await readFrom(reader);
    } finally {
      await reader.close();
    }
  }

  function describe(action: string, input: Json): Promise<AwsResponse> {
    return withReader(async (reader) => ({ output: await run(action, reader, validate(input, schemaOf(action))) }));
  }

  async function describeTimeToLive(input: Json): Promise<AwsResponse> {
    await describe('DescribeTimeToLive', input);
    const AttributeName = tables.get(String(input.TableName))?.definition.ttlAttribute;
    const TimeToLiveStatus = AttributeName === undefined ? 'DISABLED' : 'ENABLED';
    return { output: { TimeToLiveDescription: { TimeToLiveStatus, AttributeName } } };
  }

  /** How old the state is that a read sees. */
  function ageOf(input: Json): number {
    if (adversity === undefined || isConsistent(input)) return 0;
    return input.IndexName === undefined ? adversity.readAgeMs() : adversity.indexAgeMs();
  }

  async function perform(action: string, input: Json): Promise<AwsResponse> {
    checkRequest(action, input);
    checkRequestLimits(input);
    switch (action) {
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return writeItem(context, action, input);
      case 'BatchWriteItem':
        return batchWriteItem(context, input);
      case 'TransactWriteItems':
        return transactWrite(context, input, clock());
      case 'TransactGetItems':
        return withReader((reader) => transactGet(input, reader));
      case 'GetItem':
      case 'BatchGetItem':
      case 'Query':
      case 'Scan':
        return withReader((reader) => read(action, input, reader), ageOf(input));
      case 'DescribeTable':
      case 'ListTables':
        return describe(action, input);
      case 'DescribeTimeToLive':
        return describeTimeToLive(input);
      default:
        throw notSupported(action, 'DynamoDB');
    }
  }

  return {
    name: 'dynamodb',
    permissions: (call) => permissionsOf(call, arnOf),
    handle: async (call) => {
      const input = withTableNames(call.input);
      const handle = (): Promise<AwsResponse> => perform(call.action, input);
      return transactions ? transactions.run(call.action, input, handle) : handle();
    },
    streams: (tableName) => streams.of(tableName),
    sweepExpired: async () => {
      const now = clock();
      await lock.run(() => deleteExpiredTokens(database, now));
      return deleteExpiredItems(context, now - (adversity?.expiryDelayMs() ?? 0));
    },
    // Waits for the writes that have started.
    close: () => lock.run(() => database.close()),
  };
}
