import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { HubError } from '../domain/errors.ts';

/** The one table: its client, and the one way to write to it. Keys and shapes belong to the entity files beside this one. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/** Opens the table. Created once per execution environment, outside the handler. */
export function openTable(name: string): Table {
  return {
    name,
    client: DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  };
}

type Expressions = 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues';

type Put = Pick<PutCommandInput, 'Item' | Expressions>;
type Update = Pick<UpdateCommandInput, 'Key' | Expressions> & { readonly UpdateExpression: `SET ${string}` };

/** One conditional write, and the error to throw when its condition does not hold. */
export type Write = ({ readonly put: Put } | { readonly update: Update }) & { readonly onConditionFailed: () => Error };

/** A write that the condition of another writer's newer version refuses. */
export function versionConflict(id: string) {
  return (): Error =>
    new HubError('conflict', 'conflict.version', `${id} was changed by someone else meanwhile: read it again.`);
}

/**
 * Writes all or nothing: one conditional write where one will do (a transaction costs double), else one transaction.
 * Throws the `onConditionFailed` of the first write whose condition did not hold.
 */
export async function commit(table: Table, writes: readonly Write[]): Promise<void> {
  const [first, second] = writes;
  if (!first) return;
  const write = second ? () => commitAll(table, writes) : () => commitOne(table, first);
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      // Two writers of one item at once, one of them in a transaction: DynamoDB refuses one, and the SDK does not retry.
      if (attempt >= MAX_CONFLICT_ATTEMPTS || !isTransactionConflict(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
    }
  }
}

const MAX_CONFLICT_ATTEMPTS = 7;

function isTransactionConflict(error: unknown): boolean {
  return (
    error instanceof TransactionConflictException ||
    (error instanceof TransactionCanceledException &&
      (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict'))
  );
}

async function commitAll(table: Table, writes: readonly Write[]): Promise<void> {
  try {
    await table.client.send(
      new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(table, write)) }),
    );
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    const refused = writes.find((_, index) => reasons[index]?.Code === 'ConditionalCheckFailed');
    throw refused ? refused.onConditionFailed() : error;
  }
}

/**
 * The SDK sends a write again when its answer is lost, and then the first one's success is what the condition finds.
 * So each write leaves its own id in the item: a condition that failed on our own id did hold.
 */
async function commitOne(table: Table, write: Write): Promise<void> {
  const writeId = randomUUID();
  try {
    if ('put' in write) await table.client.send(new PutCommand(markedPut(table, write.put, writeId)));
    else await table.client.send(new UpdateCommand(markedUpdate(table, write.update, writeId)));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (error.Item?.[WRITE_ID]?.S !== writeId) throw write.onConditionFailed();
  }
}

const WRITE_ID = 'write_id';

function markedPut({ name }: Table, put: Put, writeId: string): PutCommandInput {
  return {
    TableName: name,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ...put,
    Item: { ...put.Item, [WRITE_ID]: writeId },
  };
}

function markedUpdate({ name }: Table, update: Update, writeId: string): UpdateCommandInput {
  return {
    TableName: name,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ...update,
    UpdateExpression: update.UpdateExpression.replace(/^SET /, `SET #${WRITE_ID} = :${WRITE_ID}, `),
    ExpressionAttributeNames: { ...update.ExpressionAttributeNames, [`#${WRITE_ID}`]: WRITE_ID },
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, [`:${WRITE_ID}`]: writeId },
  };
}

function transactItem(table: Table, write: Write) {
  return 'put' in write
    ? { Put: { TableName: table.name, ...write.put } }
    : { Update: { TableName: table.name, ...write.update } };
}

/** All items of a query, page after page. */
export async function queryAll(
  table: Table,
  query: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({ ...query, TableName: table.name, ExclusiveStartKey: start }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** The parts of an update that sets each attribute to its value; `undefined` leaves an attribute alone. */
export function setAttributes(attributes: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}` as const,
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}
