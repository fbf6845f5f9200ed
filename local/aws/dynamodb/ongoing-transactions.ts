import { setTimeout } from 'node:timers/promises';
import { type AwsCall, AwsError, type AwsResponse } from '../service.ts';
import { canonicalJson } from './item.ts';
import { isRecord, transactMembers, withTableNames } from './request.ts';
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

  async run(call: AwsCall, handle: (call: AwsCall) => Promise<AwsResponse>): Promise<AwsResponse> {
    const input = withTableNames(call.input);
    switch (call.action) {
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        if (this.#items.has(this.#itemOf(input))) throw new AwsError('TransactionConflictException', MESSAGE);
        return handle(call);
      case 'TransactGetItems':
        this.#free(input);
        return handle(call);
      case 'TransactWriteItems': {
        const items = this.#free(input);
        for (const item of items) this.#items.add(item);
        try {
          await setTimeout(this.#durationMs());
          return await handle(call);
        } finally {
          for (const item of items) this.#items.delete(item);
        }
      }
      default:
        return handle(call);
    }
  }

  /** The items of a transaction, unless one of them is in another transaction. */
  #free(input: Json): readonly string[] {
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
