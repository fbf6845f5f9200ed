import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
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
import { Refusal } from '../domain/errors.ts';

/** The one table: its client, and the one way to write to it. Keys and shapes belong to the entity files beside this one. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/** Opens the table. Created once per execution environment, outside the handler. */
export const openTable = (name: string): Table => ({
  name,
  client: DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }), {
    marshallOptions: { removeUndefinedValues: true },
  }),
});

type Expressions = 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues';

type Operation =
  | { readonly put: Pick<PutCommandInput, 'Item' | Expressions> }
  | { readonly update: Pick<UpdateCommandInput, 'Key' | Expressions> & { readonly UpdateExpression: string } };

/** One conditional write, and the error to throw when its condition does not hold. */
export type Write = Operation & { readonly refusedAs: () => Error };

/** A write that the condition of another writer's newer version refuses. */
export const versionConflict = (id: string) => (): Error =>
  new Refusal('conflict', 'conflict.version', `${id} was changed by someone else meanwhile: read it again.`);

/**
 * Writes all or nothing: one conditional write where one will do (a transaction costs double), else one transaction.
 * Throws the `refusedAs` of the first write whose condition did not hold.
 */
export const commit = async (table: Table, writes: readonly Write[]): Promise<void> => {
  const [first, second] = writes;
  if (!first) return;
  if (!second) return commitOne(table, first);
  for (let attempt = 1; ; attempt++) {
    try {
      await table.client.send(
        new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(table, write)) }),
      );
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const refused = writes.find((_, index) => reasons[index]?.Code === 'ConditionalCheckFailed');
      if (refused) throw refused.refusedAs();
      // Two approvals that touch one budget at once: DynamoDB cancels one of them, and the SDK does not retry that.
      if (attempt >= MAX_CONFLICT_ATTEMPTS || !reasons.some(({ Code }) => Code === 'TransactionConflict')) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
    }
  }
};

const MAX_CONFLICT_ATTEMPTS = 7;

const commitOne = async (table: Table, write: Write): Promise<void> => {
  try {
    if ('put' in write) await table.client.send(new PutCommand({ TableName: table.name, ...write.put }));
    else await table.client.send(new UpdateCommand({ TableName: table.name, ...write.update }));
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') throw write.refusedAs();
    throw error;
  }
};

const transactItem = (table: Table, write: Write) =>
  'put' in write
    ? { Put: { TableName: table.name, ...write.put } }
    : { Update: { TableName: table.name, ...write.update } };

/** All items of a query, page after page. */
export const queryAll = async (
  table: Table,
  query: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>,
): Promise<Record<string, unknown>[]> => {
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
};

/** The parts of an update that sets each attribute to its value; `undefined` leaves an attribute alone. */
export const setAttributes = (attributes: Readonly<Record<string, unknown>>) => {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
};
