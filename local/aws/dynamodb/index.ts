import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type Clock, type Permission } from '../service.ts';
import { consumedCapacity, sumByTable, total, writeUnits } from './capacity.ts';
import { ClientTokens } from './client-tokens.ts';
import { Committer } from './committer.ts';
import { type Database, openDatabase } from './database.ts';
import type { TableDefinition } from './definition.ts';
import { type ItemStore, run, type Schema, schemaOf, validate } from './dynalite.ts';
import { checkRequestLimits, checkWrittenItem, isRecord } from './limits.ts';
import { FifoLock } from './lock.ts';
import { Overlay } from './overlay.ts';
import { permissionsOf } from './permissions.ts';
import { read, transactGet, withoutCapacity } from './reads.ts';
import { withTableNames } from './request.ts';
import * as schemas from './schemas.ts';
import { SnapshotReader } from './snapshot-reader.ts';
import { Streams, type TableStream } from './streams.ts';
import { openTables, type Tables } from './tables.ts';
import { TimeToLive } from './time-to-live.ts';
import { checkTransactWrite, transactWrite } from './transact-write.ts';
import { type WriteAction, write } from './writes.ts';

export interface DynamoDbOptions {
  /** Directory of the LevelDB; made if absent. */
  readonly path: string;
  readonly tables: readonly TableDefinition[];
  readonly region: string;
  readonly accountId: string;
  readonly clock?: Clock;
  /** Called before every writing call; may throw an {@link AwsError} to make it fail. */
  readonly beforeWrite?: (call: AwsCall) => void;
}

type Input = Readonly<Record<string, unknown>>;

/** Opens the database, creates the tables that are absent and keeps the others. */
export async function openDynamoDb(options: DynamoDbOptions): Promise<DynamoDb> {
  const clock = options.clock ?? Date.now;
  const database = await openDatabase(options.path);
  try {
    const tables = await openTables(database, options.tables, clock);
    const streams = await Streams.open(database, tables, options.region, clock);
    return new DynamoDb({ ...options, clock }, database, tables, streams);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** DynamoDB for the tables of one template. */
export class DynamoDb implements AwsService {
  readonly name = 'dynamodb';
  readonly #options: DynamoDbOptions & { readonly clock: Clock };
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #streams: Streams;
  readonly #lock = new FifoLock();
  readonly #committer: Committer;
  readonly #tokens: ClientTokens;
  readonly #timeToLive: TimeToLive;

  constructor(
    options: DynamoDbOptions & { readonly clock: Clock },
    database: Database,
    tables: Tables,
    streams: Streams,
  ) {
    this.#options = options;
    this.#database = database;
    this.#tables = tables;
    this.#streams = streams;
    this.#committer = new Committer(database, streams);
    this.#tokens = new ClientTokens(database);
    this.#timeToLive = new TimeToLive(database, tables, this.#lock, this.#committer);
  }

  permissions(call: AwsCall): readonly Permission[] {
    const { region, accountId } = this.#options;
    return permissionsOf(
      call,
      (table) => this.#tables.definition(table)?.arn ?? `arn:aws:dynamodb:${region}:${accountId}:table/${table}`,
    );
  }

  async handle(call: AwsCall): Promise<AwsAnswer> {
    const input = withTableNames(call.input);
    checkRequestLimits(input);
    switch (call.action) {
      case 'PutItem':
        return this.#write(call, input, 'PutItem', schemas.putItem);
      case 'UpdateItem':
        return this.#write(call, input, 'UpdateItem', schemas.updateItem);
      case 'DeleteItem':
        return this.#write(call, input, 'DeleteItem', schemas.deleteItem);
      case 'BatchWriteItem':
        return this.#batchWrite(call, input);
      case 'TransactWriteItems':
        return this.#transactWrite(call, input);
      case 'TransactGetItems':
        return this.#withReader((reader) => transactGet(input, reader));
      case 'GetItem':
      case 'BatchGetItem':
      case 'Query':
      case 'Scan':
        return this.#withReader((reader) => read(call.action, input, reader));
      case 'DescribeTable':
      case 'ListTables':
        return this.#withReader(async (reader) => this.#describe(call.action, input, reader));
      case 'DescribeTimeToLive':
        return this.#withReader(async (reader) => this.#describeTimeToLive(input, reader));
      default:
        throw new AwsError('UnknownOperationException', `The local runtime's DynamoDB does not do ${call.action}.`);
    }
  }

  /** The stream of a table, for its event source mapping. */
  streams(tableName: string): TableStream {
    return this.#streams.of(tableName);
  }

  /** Deletes the items whose time to live has passed, and forgets old transaction tokens. */
  async sweepExpired(now: number = this.#options.clock()): Promise<number> {
    await this.#lock.run(() => this.#tokens.forgetExpired(now));
    return this.#timeToLive.sweep(now);
  }

  /** Closes the database after the writes that have begun. */
  async close(): Promise<void> {
    await this.#lock.run(() => this.#database.close());
  }

  async #write(call: AwsCall, input: Input, action: WriteAction, schema: Schema): Promise<AwsAnswer> {
    const data = withoutCapacity(validate(input, schema));
    return this.#locked(call, async (overlay) => {
      const { output } = await write(overlay, action, data);
      const { units, usage } = await this.#commit(overlay);
      const [ConsumedCapacity] = consumedCapacity(input.ReturnConsumedCapacity, units) ?? [];
      return { output: { ...output, ...(ConsumedCapacity && { ConsumedCapacity }) }, usage };
    });
  }

  async #batchWrite(call: AwsCall, input: Input): Promise<AwsAnswer> {
    for (const request of putRequests(input)) checkRequestLimits(request);
    const data = withoutCapacity(validate(input, schemaOf('BatchWriteItem')));
    return this.#locked(call, async (overlay) => {
      const output = await run('BatchWriteItem', overlay, data);
      for (const change of overlay.changes()) checkWrittenItem(change, 'put');
      const { units, usage } = await this.#commit(overlay);
      const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, units);
      return { output: { ...output, ...(ConsumedCapacity && { ConsumedCapacity }) }, usage };
    });
  }

  async #transactWrite(call: AwsCall, input: Input): Promise<AwsAnswer> {
    const members = checkTransactWrite(input);
    return this.#locked(call, (overlay) =>
      transactWrite(input, members, {
        overlay,
        committer: this.#committer,
        tokens: this.#tokens,
        clock: this.#options.clock,
      }),
    );
  }

  async #commit(overlay: Overlay) {
    const changes = overlay.changes();
    await this.#committer.commit(changes);
    const units = sumByTable(changes.map((change) => [change.table.TableName, writeUnits(change)]));
    return { units, usage: { readUnits: 0, writeUnits: total(units) } };
  }

  async #describe(action: string, input: Input, store: ItemStore): Promise<AwsAnswer> {
    return { output: await run(action, store, validate(input, schemaOf(action))) };
  }

  async #describeTimeToLive(input: Input, store: ItemStore): Promise<AwsAnswer> {
    const data = validate(input, schemaOf('DescribeTimeToLive'));
    await run('DescribeTimeToLive', store, data);
    const attribute = this.#tables.definition(data.TableName)?.ttlAttribute;
    const TimeToLiveDescription =
      attribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
    return { output: { TimeToLiveDescription } };
  }

  #locked(call: AwsCall, task: (overlay: Overlay) => Promise<AwsAnswer>): Promise<AwsAnswer> {
    this.#options.beforeWrite?.(call);
    return this.#lock.run(() => task(new Overlay(this.#database, this.#tables)));
  }

  async #withReader(task: (reader: SnapshotReader) => Promise<AwsAnswer>): Promise<AwsAnswer> {
    const reader = new SnapshotReader(this.#database, this.#tables);
    try {
      return await task(reader);
    } finally {
      await reader.close();
    }
  }
}

function putRequests(input: Input): readonly Input[] {
  const lists = isRecord(input.RequestItems) ? Object.values(input.RequestItems) : [];
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((each: unknown) => {
      const request = isRecord(each) ? each.PutRequest : undefined;
      return isRecord(request) ? request : {};
    });
}
