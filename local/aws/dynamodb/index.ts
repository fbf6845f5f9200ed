import type { Adversity } from '../adversity.ts';
import { type AwsResponse, type AwsService, type Clock, notSupported } from '../service.ts';
import { deleteExpiredTokens } from './client-tokens.ts';
import type { WriteContext } from './commit.ts';
import { createCommits } from './commits.ts';
import { openDatabase } from './database.ts';
import type { TableDefinition } from './definition.ts';
import { run, schemaOf, validate } from './dynalite.ts';
import { checkRequestLimits } from './limits.ts';
import { OldStates, type Snapshot } from './old-states.ts';
import { OngoingTransactions } from './ongoing-transactions.ts';
import { permissionsOf } from './permissions.ts';
import { Reader } from './reader.ts';
import { isConsistent, listTables, read, transactGet } from './reads.ts';
import { withTableNames } from './request.ts';
import { checkRequest } from './request-rules.ts';
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
    const commits = createCommits(database, streams, oldStates);
    return createDynamoDb({ database, tables, streams, commits }, { ...options, clock }, oldStates);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function createDynamoDb(
  context: WriteContext,
  { region, accountId, clock, adversity }: DynamoDbOptions & { readonly clock: Clock },
  oldStates: OldStates | undefined,
): DynamoDb {
  const { database, tables, streams, commits } = context;
  const transactions = adversity && new OngoingTransactions(tables, adversity.transactionMs);
  const arnOf = (table: string): string =>
    tables.get(table)?.definition.arn ?? `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;

  /** Reads several items of one state. */
  async function withSnapshot(
    readFrom: (reader: Reader) => AwsResponse | Promise<AwsResponse>,
    old?: Snapshot,
  ): Promise<AwsResponse> {
    const snapshot = database.snapshot();
    try {
      return await readFrom(new Reader(database, tables, old ?? snapshot));
    } finally {
      await snapshot.close();
    }
  }

  function describe(action: string, input: Json): AwsResponse {
    return { output: run(action, new Reader(database, tables), validate(input, schemaOf(action))) };
  }

  function describeTimeToLive(input: Json): AwsResponse {
    describe('DescribeTimeToLive', input);
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
        return withSnapshot((reader) => transactGet(input, reader));
      case 'BatchGetItem':
        return withSnapshot((reader) => read(action, input, reader), oldStates?.before(ageOf(input)));
      case 'GetItem':
      case 'Query':
      case 'Scan':
        return read(action, input, new Reader(database, tables, oldStates?.before(ageOf(input))));
      case 'ListTables':
        return { output: listTables(input, tables) };
      case 'DescribeTable':
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
      await deleteExpiredTokens(database, commits, now);
      return deleteExpiredItems(context, now - (adversity?.expiryDelayMs() ?? 0));
    },
    close: commits.close,
  };
}
