import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { findItem } from '../../../../core/store/table.ts';
import { setAttributes } from '../../../../core/store/update.ts';
import { commit, type Write } from '../../../../core/store/write.ts';

interface Sent {
  readonly input: {
    readonly Item?: Record<string, unknown>;
    readonly ConsistentRead?: boolean;
    readonly ExpressionAttributeValues?: Record<string, unknown>;
    readonly TransactItems?: readonly unknown[];
  };
}

/** A table whose client does what the test says, call by call; what is not listed succeeds. */
function tableOf(...answers: ((sent: Sent) => unknown)[]) {
  const sent: Sent[] = [];
  const send = async (command: Sent) => {
    sent.push(command);
    return answers.shift()?.(command) ?? {};
  };
  return { sent, table: { name: 'hub', recent: new Map(), client: { send } as unknown as DynamoDBDocumentClient } };
}

function onConditionFailed() {
  return new Error('conflict');
}
const insert: Write = {
  put: { Item: { pk: 'a' }, ConditionExpression: 'attribute_not_exists(pk)' },
  onConditionFailed,
};
const change: Write = {
  update: { Key: { pk: 'a' }, ...setAttributes({ version: 2 }), ConditionExpression: '#version = :previous' },
  onConditionFailed,
};
const removal: Write = { delete: { Key: { pk: 'b' } } };
const metadata = { message: '', $metadata: {} };

/** The condition does not hold, because the item is the one with this write id. */
function conditionFailed(writeId: unknown) {
  throw new ConditionalCheckFailedException({ ...metadata, Item: { write_id: { S: String(writeId) } } });
}

describe('an item', () => {
  it.each([
    ['an old version of it is found', [{ Item: { pk: 'a' } }], { pk: 'a' }, [false]],
    ['it is too new for an eventually consistent read', [{}, { Item: { pk: 'a' } }], { pk: 'a' }, [false, true]],
    ['it does not exist', [{}, {}], undefined, [false, true]],
  ])('is read consistently only if it seems absent: %s', async (_, answers, found, consistency) => {
    const { table, sent } = tableOf(...answers.map((answer) => () => answer));
    expect(await findItem(table, { pk: 'a', sk: 'b' })).toEqual(found);
    expect(sent.map(({ input }) => input.ConsistentRead)).toEqual(consistency);
  });
});

describe('a write', () => {
  it.each([
    ['insert', insert, ({ input }: Sent) => input.Item?.write_id],
    ['update', change, ({ input }: Sent) => input.ExpressionAttributeValues?.[':write_id']],
  ])('succeeds as an %s that the SDK retried after a lost response', async (_, write, writeId) => {
    const { table } = tableOf((sent) => conditionFailed(writeId(sent)));
    await expect(commit(table, [write])).resolves.toBeUndefined();
  });

  it.each([
    ['insert', insert],
    ['update', change],
  ])('fails as an %s when another writer was first', async (_, write) => {
    const { table } = tableOf(() => conditionFailed('of another write'));
    await expect(commit(table, [write])).rejects.toThrow('conflict');
  });

  it('is a plain write when it is alone, and a transaction with others', async () => {
    const { table, sent } = tableOf();
    await commit(table, []);
    await commit(table, [insert]);
    await commit(table, [insert, change, removal]);
    expect(sent.map(({ input }) => input.TransactItems?.length)).toEqual([undefined, 3]);
  });

  it('may be a deletion, alone and with others', async () => {
    const { table, sent } = tableOf();
    await commit(table, [removal]);
    await commit(table, [insert, removal]);
    expect(sent.map((command) => command.constructor.name)).toEqual(['DeleteCommand', 'TransactWriteCommand']);
    expect(sent[0]?.input).toEqual({ TableName: 'hub', Key: { pk: 'b' } });
    expect(sent[1]?.input.TransactItems?.[1]).toEqual({ Delete: { TableName: 'hub', Key: { pk: 'b' } } });
  });
});

describe('a write that DynamoDB rejects for the moment', () => {
  it('is retried alone after a conflict with a transaction', async () => {
    const { table, sent } = tableOf(() => {
      throw new TransactionConflictException(metadata);
    });
    await commit(table, [change]);
    expect(sent).toHaveLength(2);
  });

  it.each(['TransactionConflict', 'ThrottlingError'])('is retried as a transaction after %s', async (Code) => {
    const { table, sent } = tableOf(() => {
      throw new TransactionCanceledException({ ...metadata, CancellationReasons: [{ Code: 'None' }, { Code }] });
    });
    await commit(table, [insert, change]);
    expect(sent).toHaveLength(2);
  });

  it('fails with the error of the first write whose condition failed', async () => {
    const { table, sent } = tableOf(() => {
      throw new TransactionCanceledException({
        ...metadata,
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
      });
    });
    const second: Write = { ...change, onConditionFailed: () => new Error('the second') };
    await expect(commit(table, [insert, second])).rejects.toThrow('the second');
    expect(sent).toHaveLength(1);
  });
});

describe('an update', () => {
  it('sets the attributes that have a value', () => {
    expect(setAttributes({ title: 'Laptop', vendor: null, note: undefined })).toEqual({
      UpdateExpression: 'SET #title = :title, #vendor = :vendor',
      ExpressionAttributeNames: { '#title': 'title', '#vendor': 'vendor' },
      ExpressionAttributeValues: { ':title': 'Laptop', ':vendor': null },
    });
  });

  it('removes the index keys that have none, so that the item leaves the index', () => {
    expect(
      setAttributes({ version: 2 }, { gsi1pk: 'DUE#1', gsi1sk: '5', gsi2pk: undefined, gsi2sk: undefined }),
    ).toEqual({
      UpdateExpression: 'SET #version = :version, #gsi1pk = :gsi1pk, #gsi1sk = :gsi1sk REMOVE #gsi2pk, #gsi2sk',
      ExpressionAttributeNames: {
        '#version': 'version',
        '#gsi1pk': 'gsi1pk',
        '#gsi1sk': 'gsi1sk',
        '#gsi2pk': 'gsi2pk',
        '#gsi2sk': 'gsi2sk',
      },
      ExpressionAttributeValues: { ':version': 2, ':gsi1pk': 'DUE#1', ':gsi1sk': '5' },
    });
  });
});
