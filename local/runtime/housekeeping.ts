import type { TableDefinition } from '../aws/dynamodb/definition.ts';
import type { DynamoDb } from '../aws/dynamodb/index.ts';
import type { EventSourceMappings } from '../aws/event-source-mapping/index.ts';

const INTERVAL_MS = 60_000;
const STREAM_RETENTION_MS = 24 * 3_600_000;

/**
 * Deletes expired items, and stream records after a day. Unlike on AWS, a record that a function has not received yet
 * is kept longer, so that a machine that was off for a weekend loses none.
 */
export function startHousekeeping(
  dynamoDb: DynamoDb,
  tables: readonly TableDefinition[],
  mappings: EventSourceMappings,
  onError: (error: unknown) => void,
): () => Promise<void> {
  async function run(): Promise<void> {
    await dynamoDb.sweepExpired();
    for (const { name, streamArn } of tables) {
      if (streamArn === undefined || !mappings.caughtUp(streamArn)) continue;
      await dynamoDb.streams(name).trim(Date.now() - STREAM_RETENTION_MS);
    }
  }

  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(run).catch(onError);
  }, INTERVAL_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
