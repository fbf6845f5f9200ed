import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { HubError } from '../domain/errors.ts';
import type { Table, Write } from './table.ts';

/**
 * Idempotency keys. The answer is written in the transaction of the change that it answers, so a key without a change,
 * or a change without its key, cannot exist; a request that comes again gets the first one's answer.
 */

const RETENTION_SECONDS = 24 * 60 * 60;

const StoredAnswerSchema = z.object({ fingerprint: z.string(), status: z.int(), body: z.string() });

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

/** A caller's key: keys of different users never meet. */
export interface IdempotencyKey {
  readonly orgId: string;
  readonly userId: string;
  readonly key: string;
  /** Hash of method, path and body: the same key with another is a mistake. */
  readonly fingerprint: string;
}

function itemKey({ orgId, userId, key }: IdempotencyKey) {
  return {
    pk: `ORG#${orgId}#IDEMPOTENCY#${fingerprintOf(userId, key)}`,
    sk: 'IDEMPOTENCY',
  };
}

export function fingerprintOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The answer this key had before. Throws `idempotency.key_reused` when the key came with another request. */
export async function findAnswer(table: Table, key: IdempotencyKey): Promise<StoredAnswer | undefined> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: itemKey(key), ConsistentRead: true }),
  );
  if (!Item) return undefined;
  const { fingerprint, status, body } = StoredAnswerSchema.parse(Item);
  if (fingerprint !== key.fingerprint) {
    throw new HubError(
      'invalid',
      'idempotency.key_reused',
      'This Idempotency-Key was used with another request: use a new key for a new request.',
    );
  }
  return { status, body };
}

/** Keeps the answer; refused when a request with the same key was committed meanwhile. */
export function storeAnswer(key: IdempotencyKey, { status, body }: StoredAnswer, now: number): Write {
  return {
    put: {
      Item: {
        ...itemKey(key),
        entity: 'idempotency_record',
        fingerprint: key.fingerprint,
        status,
        body,
        expires_at: now + RETENTION_SECONDS,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
    onConditionFailed: () =>
      new HubError(
        'conflict',
        'idempotency.in_progress',
        'A request with this Idempotency-Key is being processed: ask again in a moment for its answer.',
      ),
  };
}
