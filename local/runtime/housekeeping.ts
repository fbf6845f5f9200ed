import type { TableDefinition } from '../aws/dynamodb/definition.ts';
import type { DynamoDb } from '../aws/dynamodb/index.ts';

const INTERVAL_MS = 60_000;

/** Deletes expired items and stream records. */
export function startHousekeeping(
  dynamoDb: DynamoDb,
  tables: readonly TableDefinition[],
  onError: (error: unknown) => void,
): () => Promise<void> {
  async function run(): Promise<void> {
    await dynamoDb.sweepExpired();
    for (const { name, streamArn } of tables) {
      if (streamArn !== undefined) await dynamoDb.streams(name).trim();
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
