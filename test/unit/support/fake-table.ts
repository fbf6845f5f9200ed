import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../../core/store/table.ts';

type Item = Record<string, unknown>;

export interface FakeTable {
  readonly table: Table;
  readonly items: ReadonlyMap<string, Item>;
  /** The names of the commands sent, in order. */
  readonly commands: readonly string[];
  /** Throws this error instead of running the next command of this name. */
  failNext(command: string, error: Error): void;
}

const metadata = { message: 'The conditional request failed', $metadata: {} };

/** A table in memory that gets, puts and puts several items at once. Its conditions are about the item's absence or end. */
export function fakeTable(): FakeTable {
  const items = new Map<string, Item>();
  const commands: string[] = [];
  const failures = new Map<string, Error>();

  type Conditional = Pick<PutCommandInput, 'Item' | 'ConditionExpression' | 'ExpressionAttributeValues'>;
  const violates = ({ Item, ConditionExpression = '', ExpressionAttributeValues }: Conditional): boolean => {
    const stored = items.get(String(Item?.pk));
    if (!ConditionExpression.startsWith('attribute_not_exists(pk)') || !stored) return false;
    const hasExpired = Number(stored.expires_at) <= Number(ExpressionAttributeValues?.[':now']);
    return !(ConditionExpression.endsWith('OR #ttl <= :now') && hasExpired);
  };
  const store = ({ Item = {} }: Pick<PutCommandInput, 'Item'>) => items.set(String(Item.pk), Item);

  const send = async (command: object): Promise<unknown> => {
    const { name } = command.constructor;
    commands.push(name);
    const failure = failures.get(name);
    failures.delete(name);
    if (failure) throw failure;
    if (command instanceof GetCommand) return { Item: items.get(String(command.input.Key?.pk)) };
    if (command instanceof PutCommand) {
      if (violates(command.input)) throw new ConditionalCheckFailedException(metadata);
      return store(command.input);
    }
    if (command instanceof TransactWriteCommand) {
      const puts = (command.input.TransactItems ?? []).flatMap(({ Put }) => (Put ? [Put] : []));
      const CancellationReasons = puts.map((put) => ({ Code: violates(put) ? 'ConditionalCheckFailed' : 'None' }));
      if (puts.some(violates)) throw new TransactionCanceledException({ ...metadata, CancellationReasons });
      return puts.forEach(store);
    }
    throw new Error(`The fake table has no ${name}`);
  };

  return {
    table: { name: 'hub', recent: new Map(), client: { send } as unknown as DynamoDBDocumentClient },
    items,
    commands,
    failNext: (command, error) => failures.set(command, error),
  };
}
