import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';

/** The single table. Keys and item shapes belong to the entity files of this folder. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  /** Items that `findRecent` remembers, and until when. */
  readonly recent: Map<string, { readonly item: Item; readonly until: number }>;
}

/** Opens the table; call it once per execution environment, outside the handler. */
export function openTable(name: string): Table {
  const client = new DynamoDBClient({ maxAttempts: 5 });
  // It copies the input and output of each call for a log that nobody has asked for.
  client.middlewareStack.remove('loggerMiddleware');
  return {
    name,
    recent: new Map(),
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
  };
}

export type Item = Record<string, unknown>;

/** The primary key of an item. */
export interface TableKey {
  readonly pk: string;
  readonly sk: string;
}

/** The item of a key, strongly consistent. */
export function getItem(table: Table, key: TableKey): Promise<Item | undefined> {
  return readItem(table, key, true);
}

/**
 * The item of a key. An eventually consistent read costs half, and an old version of configuration does no harm; but what
 * it does not find may be new, so only a consistent read proves an absence.
 */
export async function findItem(table: Table, key: TableKey): Promise<Item | undefined> {
  return (await readItem(table, key, false)) ?? (await readItem(table, key, true));
}

async function readItem({ client, name }: Table, key: TableKey, ConsistentRead: boolean): Promise<Item | undefined> {
  return (await client.send(new GetCommand({ TableName: name, Key: { ...key }, ConsistentRead }))).Item;
}

/** The most keys of one call. */
export const BATCH_GET_LIMIT = 100;

/** The items of keys, in any order; those that don't exist are left out. */
export async function readItems(
  { client, name }: Table,
  keys: readonly TableKey[],
  ConsistentRead: boolean,
): Promise<Item[]> {
  const items: Item[] = [];
  let open: Item[] = keys.map((key) => ({ ...key }));
  while (open.length > 0) {
    const Keys = open.slice(0, BATCH_GET_LIMIT);
    const command = new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead } } });
    const { Responses, UnprocessedKeys } = await client.send(command);
    items.push(...(Responses?.[name] ?? []));
    open = [...(UnprocessedKeys?.[name]?.Keys ?? []), ...open.slice(BATCH_GET_LIMIT)];
  }
  return items;
}

type PageQuery = Omit<QueryCommandInput, 'TableName'>;
type Query = Omit<PageQuery, 'ExclusiveStartKey'>;

/** One page of a query; `last` is where the next one begins, undefined on the last page. */
export async function queryPage(
  { client, name }: Table,
  query: PageQuery,
): Promise<{ readonly items: Item[]; readonly last: Item | undefined }> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ ...query, TableName: name }));
  return { items: Items, last: LastEvaluatedKey };
}

/** The items of a query in DynamoDB's pages of at most 1 MB. */
export async function* queryPages(table: Table, query: Query): AsyncIterable<Item[]> {
  let start: Item | undefined;
  do {
    const { items, last } = await queryPage(table, { ...query, ExclusiveStartKey: start });
    yield items;
    start = last;
  } while (start);
}

/** The items of all pages: for partitions that are known to be small. */
export async function queryAll(table: Table, query: Query): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of queryPages(table, query)) items.push(...page);
  return items;
}
