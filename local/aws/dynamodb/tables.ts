import { randomUUID } from 'node:crypto';
import { orStop } from '../../fail-stop.ts';
import { StartError } from '../../start-error.ts';
import type { Clock } from '../service.ts';
import { type Database, indexPrefix, itemPrefix, type Operation, tablePrefix, within } from './database.ts';
import type { IndexSchema, TableDefinition } from './definition.ts';
import { schemaOf, validate } from './dynalite.ts';
import { indexEntry } from './index-entries.ts';
import { canonicalJson } from './item.ts';
import type { Item, TableDescription, Tables } from './types.ts';

const BACKFILL_BATCH = 500;

/** Creates the tables that do not exist, and updates the indexes of the others. */
export async function openTables(
  database: Database,
  definitions: readonly TableDefinition[],
  clock: Clock,
): Promise<Tables> {
  const tables = new Map<string, { definition: TableDefinition; description: TableDescription }>();
  for (const definition of definitions) {
    tables.set(definition.name, { definition, description: await openTable(database, definition, clock) });
  }
  return tables;
}

async function openTable(database: Database, definition: TableDefinition, clock: Clock): Promise<TableDescription> {
  validate({ TableName: definition.name, ...definition.input }, schemaOf('CreateTable'));
  const key = tablePrefix + definition.name;
  const existing = await database.get<string, TableDescription>(key, {});
  const description = describe(definition, existing, clock);
  if (existing) {
    if (keysOf(existing) !== keysOf(description)) {
      throw new StartError(
        `the key schema of the table ${definition.name} has changed: start with --fresh, which deletes the local data`,
      );
    }
    await updateIndexes(database, existing, description);
  }
  await database.put(key, description);
  return description;
}

function describe(definition: TableDefinition, existing: TableDescription | undefined, clock: Clock): TableDescription {
  const { BillingMode, ...schema } = definition.input;
  return {
    ...schema,
    GlobalSecondaryIndexes: schema.GlobalSecondaryIndexes?.map((index) => ({
      ...index,
      IndexArn: `${definition.arn}/index/${index.IndexName}`,
      IndexStatus: 'ACTIVE',
    })),
    TableName: definition.name,
    TableArn: definition.arn,
    TableId: existing?.TableId ?? randomUUID(),
    TableStatus: 'ACTIVE',
    CreationDateTime: existing?.CreationDateTime ?? clock() / 1000,
    ItemCount: 0,
    TableSizeBytes: 0,
    BillingModeSummary: { BillingMode },
    ...(definition.streamArn && {
      LatestStreamArn: definition.streamArn,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  };
}

/** The key attributes and their types. Items are stored under them, so they can't change. */
function keysOf({ KeySchema, AttributeDefinitions }: TableDescription): string {
  return canonicalJson(
    KeySchema.map(({ AttributeName, KeyType }) => [
      AttributeName,
      KeyType,
      AttributeDefinitions.find((definition) => definition.AttributeName === AttributeName)?.AttributeType,
    ]),
  );
}

/**
 * The caller stores the description after this, so that an interrupted update is repeated at the next start. Until then
 * the stored one has only the indexes that stay: the next start may be with yet another definition.
 */
async function updateIndexes(
  database: Database,
  existing: TableDescription,
  description: TableDescription,
): Promise<void> {
  const shapes = new Map(existing.GlobalSecondaryIndexes?.map((index) => [index.IndexName, shapeOf(existing, index)]));
  const indexes = description.GlobalSecondaryIndexes ?? [];
  const changed = indexes.filter((index) => shapes.get(index.IndexName) !== shapeOf(description, index));
  const unchanged = indexes.filter((index) => !changed.includes(index));
  const names = new Set([...shapes.keys(), ...changed.map(({ IndexName }) => IndexName)]);
  for (const { IndexName } of unchanged) names.delete(IndexName);
  if (names.size === 0) return;
  const { TableName } = description;
  await orStop(database.put(tablePrefix + TableName, { ...description, GlobalSecondaryIndexes: unchanged }));
  for (const name of names) await orStop(database.clear(within(indexPrefix(TableName, name))));
  if (changed.length > 0) await backfill(database, description, changed);
}

function shapeOf({ AttributeDefinitions }: TableDescription, { KeySchema, Projection }: IndexSchema): string {
  return canonicalJson([KeySchema, Projection, AttributeDefinitions]);
}

async function backfill(database: Database, table: TableDescription, indexes: readonly IndexSchema[]): Promise<void> {
  let batch: Operation[] = [];
  const items = database.values<string, Item>(within(itemPrefix(table.TableName)));
  for await (const item of items) {
    for (const index of indexes) {
      const entry = indexEntry(item, table, index);
      if (entry === undefined) continue;
      batch.push({ type: 'put', key: indexPrefix(table.TableName, index.IndexName) + entry.key, value: entry.item });
    }
    if (batch.length < BACKFILL_BATCH) continue;
    await orStop(database.batch(batch));
    batch = [];
  }
  await orStop(database.batch(batch));
}
