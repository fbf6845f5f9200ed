import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DeleteCommandInput,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { HubError } from '../domain/errors.ts';
import type { Table } from './table.ts';

type Expressions = 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues';

type Put = Pick<PutCommandInput, 'Item' | Expressions>;
type Update = Pick<UpdateCommandInput, 'Key' | Expressions> & { readonly UpdateExpression: `SET ${string}` };

type Delete = Pick<DeleteCommandInput, 'Key' | Expressions>;

/** One write, and the error that `commit` throws when the write's condition fails. */
export type Write = ({ readonly put: Put } | { readonly update: Update } | { readonly delete: Delete }) & {
  readonly onConditionFailed?: () => Error;
};

/** For `onConditionFailed`: another writer has saved a newer version. */
export function versionConflict(id: string) {
  return (): Error =>
    new HubError('conflict.version', `${id} has changed since it was read: read it again and repeat the change.`);
}

/** Writes an item whatever is stored: for configuration and timeline entries. */
export function replaceItem(item: Readonly<Record<string, unknown>>): { readonly put: Put } {
  return { put: { Item: { ...item } } };
}

/** Inserts an item; fails with `conflict.version` when its key is taken. */
export function insertItem(id: string, item: Readonly<Record<string, unknown>>): Write {
  return {
    put: { Item: { ...item }, ConditionExpression: 'attribute_not_exists(pk)' },
    onConditionFailed: versionConflict(id),
  };
}

/**
 * Writes all or nothing: a single write alone, as a transaction costs double, and several in one transaction.
 * Throws the `onConditionFailed` of the first write whose condition failed.
 */
export async function commit(table: Table, writes: readonly Write[]): Promise<void> {
  const [first, second] = writes;
  if (!first) return;
  const write = second ? () => commitAll(table, writes) : () => commitOne(table, first);
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (attempt >= MAX_PASSING_ATTEMPTS || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
    }
  }
}

/** Commits, or returns false when another writer was faster. */
export async function tryCommit(table: Table, writes: readonly Write[]): Promise<boolean> {
  try {
    await commit(table, writes);
    return true;
  } catch (error) {
    if (error instanceof HubError && error.code === 'conflict.version') return false;
    throw error;
  }
}

const MAX_PASSING_ATTEMPTS = 7;

/** Reasons for which DynamoDB cancels a transaction that can succeed when it is repeated. */
const PASSING_REASONS = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError', 'TransactionConflict']);

/**
 * DynamoDB rejects one of two writers of an item when one is a transaction, and cancels a transaction that it throttles.
 * The SDK retries neither.
 */
function isPassing(error: unknown): boolean {
  return error instanceof TransactionConflictException || isPassingCancellation(error);
}

/** Whether a transaction was cancelled for reasons that pass. */
export function isPassingCancellation(error: unknown): boolean {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return reasons.some(({ Code = '' }) => PASSING_REASONS.has(Code));
}

async function commitAll(table: Table, writes: readonly Write[]): Promise<void> {
  try {
    await table.client.send(
      new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(table, write)) }),
    );
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    const failed = writes.find((_, index) => reasons[index]?.Code === 'ConditionalCheckFailed');
    throw failed?.onConditionFailed?.() ?? error;
  }
}

/**
 * The SDK retries a write whose response is lost, and the retry's condition then fails on the first one's result.
 * So each write stores an id of its own in the item: a condition that fails on this write's id means success.
 */
async function commitOne(table: Table, write: Write): Promise<void> {
  const writeId = randomUUID();
  try {
    if ('delete' in write) await table.client.send(new DeleteCommand({ TableName: table.name, ...write.delete }));
    else if ('put' in write) await table.client.send(new PutCommand(markedPut(table, write.put, writeId)));
    else await table.client.send(new UpdateCommand(markedUpdate(table, write.update, writeId)));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // The exception holds the stored item, which must not reach the log.
    if (error.Item?.[WRITE_ID]?.S !== writeId) throw write.onConditionFailed?.() ?? new Error(error.message);
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

function transactItem({ name: TableName }: Table, write: Write) {
  if ('delete' in write) return { Delete: { TableName, ...write.delete } };
  return 'put' in write ? { Put: { TableName, ...write.put } } : { Update: { TableName, ...write.update } };
}
