import type { TableDefinition } from '../aws/dynamodb/definition.ts';
import type { DynamoDb } from '../aws/dynamodb/index.ts';
import type { EventSourceMappings } from '../aws/event-source-mapping/index.ts';

const EVERY_MS = 60_000;
const STREAM_RETENTION_MS = 24 * 3_600_000;

/**
 * What AWS does in the background: expired items go, and so do stream records after a day. Records that a function has
 * not seen stay longer than on AWS: a machine that was off for a weekend must not lose them.
 */
export function startHousekeeping(
  dynamoDb: DynamoDb,
  tables: readonly TableDefinition[],
  mappings: EventSourceMappings,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let running = Promise.resolve();
  const round = async (): Promise<void> => {
    await dynamoDb.sweepExpired();
    for (const { name, streamArn } of tables) {
      if (streamArn === undefined || !mappings.caughtUp(streamArn)) continue;
      await dynamoDb.streams(name).trim(Date.now() - STREAM_RETENTION_MS);
    }
  };
  const timer = setInterval(() => {
    running = running.then(round).catch(onError);
  }, EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
