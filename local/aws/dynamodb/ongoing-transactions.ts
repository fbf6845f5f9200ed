import { setTimeout } from 'node:timers/promises';
import { AwsError, type AwsResponse } from '../service.ts';
import { canonicalJson } from './item.ts';
import { isRecord, transactMembers } from './request.ts';
import { cancelIfFailed } from './transact-members.ts';
import type { Json, Tables } from './types.ts';

const MESSAGE = 'Transaction is ongoing for the item';

/**
 * Makes transactions last, and rejects what meets an ongoing one: a write of an item in it, or another transaction with
 * one of its items. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 */
export class OngoingTransactions {
  readonly #tables: Tables;
  readonly #durationMs: () => number;
  readonly #items = new Set<string>();

  constructor(tables: Tables, durationMs: () => number) {
    this.#tables = tables;
    this.#durationMs = durationMs;
  }

  async run(action: string, input: Json, handle: () => Promise<AwsResponse>): Promise<AwsResponse> {
    switch (action) {
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        if (this.#items.has(this.#itemOf(input))) throw new AwsError('TransactionConflictException', MESSAGE);
        return handle();
      case 'TransactGetItems':
        this.#freeItems(input);
        return handle();
      case 'TransactWriteItems': {
        const items = this.#freeItems(input);
        for (const item of items) this.#items.add(item);
        try {
          await setTimeout(this.#durationMs());
          return await handle();
        } finally {
          for (const item of items) this.#items.delete(item);
        }
      }
      default:
        return handle();
    }
  }

  /** The items of a transaction, unless one of them is in another transaction. */
  #freeItems(input: Json): readonly string[] {
    const items = transactMembers(input).map(([, member]) => this.#itemOf(member));
    cancelIfFailed(
      items.map((item) =>
        this.#items.has(item) ? { Code: 'TransactionConflict', Message: MESSAGE } : { Code: 'None' },
      ),
    );
    return items;
  }

  /** The key as the call has it: it is not validated yet. */
  #itemOf({ TableName, Key, Item }: Json): string {
    const attributes = isRecord(Key) ? Key : isRecord(Item) ? Item : {};
    const schema = this.#tables.get(String(TableName))?.description.KeySchema ?? [];
    return canonicalJson([TableName, ...schema.map(({ AttributeName }) => attributes[AttributeName])]);
  }
}
