import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { HubError } from '../domain/errors.ts';
import { ENTITY, TABLE_KEYS } from './names.ts';
import { getItem, type Table } from './table.ts';
import type { Write } from './write.ts';

/** Idempotency records: a response, written in the transaction of the change that it reports. */

const RETENTION_SECONDS = 24 * 60 * 60;

const StoredResponseSchema = z.object({
  fingerprint: z.string(),
  status: z.int(),
  body: z.string(),
  version: z.optional(z.int()),
  [TABLE_KEYS.ttl]: z.int(),
});

export interface StoredResponse {
  readonly status: number;
  readonly body: string;
  readonly version?: number | undefined;
}

export interface IdempotencyKey {
  readonly orgId: string;
  readonly userId: string;
  readonly key: string;
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

/** The response stored for this key, until it expires. Throws `idempotency.key_reused` when it is of another request. */
export async function loadResponse(
  table: Table,
  key: IdempotencyKey,
  now: number,
): Promise<StoredResponse | undefined> {
  const item = await getItem(table, itemKey(key));
  if (!item) return undefined;
  const { fingerprint, status, body, version, expires_at } = StoredResponseSchema.parse(item);
  // TTL deletes an item up to days after it has expired.
  if (expires_at <= now) return undefined;
  if (fingerprint !== key.fingerprint) {
    throw new HubError(
      'idempotency.key_reused',
      'This Idempotency-Key was used for a different request: use a new key.',
    );
  }
  return { status, body, version };
}

/** Stores the response for 24 hours. Fails with `idempotency.in_progress` when a concurrent call has stored the key. */
export function saveResponse(key: IdempotencyKey, { status, body, version }: StoredResponse, now: number): Write {
  return {
    put: {
      Item: {
        ...itemKey(key),
        entity: ENTITY.idempotencyRecord,
        fingerprint: key.fingerprint,
        status,
        body,
        version,
        [TABLE_KEYS.ttl]: now + RETENTION_SECONDS,
      },
      ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now',
      ExpressionAttributeNames: { '#ttl': TABLE_KEYS.ttl },
      ExpressionAttributeValues: { ':now': now },
    },
    onConditionFailed: () =>
      new HubError(
        'idempotency.in_progress',
        'Another call with this Idempotency-Key was saved during this one: repeat this call to get its response.',
      ),
  };
}
