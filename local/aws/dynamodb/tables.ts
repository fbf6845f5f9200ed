import { randomUUID } from 'node:crypto';
import type { Clock } from '../service.ts';
import { type Database, indexPrefix, itemPrefix, type Operation, tablePrefix, within } from './database.ts';
import type { IndexSchema, TableDefinition } from './definition.ts';
import { schemaOf, validate } from './dynalite.ts';
import { indexEntry } from './index-entries.ts';
import { canonicalJson } from './item.ts';
import type { Item, TableDescription } from './types.ts';

const BACKFILL_BATCH = 500;

/** The tables of the template, as they stand in the database. */
export class Tables {
  readonly #definitions: ReadonlyMap<string, TableDefinition>;
  readonly #descriptions: ReadonlyMap<string, TableDescription>;

  constructor(definitions: readonly TableDefinition[], descriptions: readonly TableDescription[]) {
    this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]));
    this.#descriptions = new Map(descriptions.map((description) => [description.TableName, description]));
  }

  names(): readonly string[] {
    return [...this.#definitions.keys()].sort();
  }

  definitions(): readonly TableDefinition[] {
    return [...this.#definitions.values()];
  }

  definition(name: string): TableDefinition | undefined {
    return this.#definitions.get(name);
  }

  description(name: string): TableDescription | undefined {
    return this.#descriptions.get(name);
  }
}

/** Creates the tables that are absent and brings the indexes of the others to their definition, keeping all items. */
export async function openTables(
  database: Database,
  definitions: readonly TableDefinition[],
  clock: Clock,
): Promise<Tables> {
  const descriptions: TableDescription[] = [];
  for (const definition of definitions) descriptions.push(await openTable(database, definition, clock));
  return new Tables(definitions, descriptions);
}

async function openTable(database: Database, definition: TableDefinition, clock: Clock): Promise<TableDescription> {
  validate({ TableName: definition.name, ...definition.input }, schemaOf('CreateTable'));
  const key = tablePrefix + definition.name;
  const existing = await database.get<string, TableDescription>(key, { valueEncoding: 'json' });
  const description = describe(definition, existing, clock);
  if (existing) {
    if (keysOf(existing) !== keysOf(description)) {
      throw new Error(`The key schema of table ${definition.name} has changed; remove the local data to start afresh.`);
    }
    await rebuildIndexes(database, existing, description);
  }
  await database.put(key, description);
  return description;
}

function describe(definition: TableDefinition, existing: TableDescription | undefined, clock: Clock): TableDescription {
  const { BillingMode, ...schema } = definition.input;
  const indexes = schema.GlobalSecondaryIndexes?.map((index) => ({
    ...index,
    IndexArn: `${definition.arn}/index/${index.IndexName}`,
    IndexStatus: 'ACTIVE',
  }));
  return {
    ...schema,
    ...(indexes && { GlobalSecondaryIndexes: indexes }),
    TableName: definition.name,
    TableArn: definition.arn,
    TableId: existing?.TableId ?? randomUUID(),
    TableStatus: 'ACTIVE',
    CreationDateTime: existing?.CreationDateTime ?? clock() / 1000,
    ItemCount: 0,
    TableSizeBytes: 0,
    ...(BillingMode && { BillingModeSummary: { BillingMode } }),
    ...(definition.streamArn && {
      LatestStreamArn: definition.streamArn,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  };
}

/** The key attributes of a table and their types: what its items are filed under. */
function keysOf({ KeySchema, AttributeDefinitions }: TableDescription): string {
  return canonicalJson(
    KeySchema.map(({ AttributeName, KeyType }) => [
      AttributeName,
      KeyType,
      AttributeDefinitions.find((definition) => definition.AttributeName === AttributeName)?.AttributeType,
    ]),
  );
}

/** The description is written after this, so a rebuild that was killed half-way happens again. */
async function rebuildIndexes(database: Database, was: TableDescription, now: TableDescription): Promise<void> {
  const shape = (table: TableDescription, index: IndexSchema): string =>
    canonicalJson([index.KeySchema, index.Projection, table.AttributeDefinitions]);
  const shapes = new Map((was.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, shape(was, index)]));
  const kept = new Set<string>();
  const absent: IndexSchema[] = [];
  for (const index of now.GlobalSecondaryIndexes ?? []) {
    if (shapes.get(index.IndexName) === shape(now, index)) kept.add(index.IndexName);
    else absent.push(index);
  }
  for (const name of shapes.keys()) if (!kept.has(name)) await database.clear(within(indexPrefix(now.TableName, name)));
  if (absent.length > 0) await backfill(database, now, absent);
}

async function backfill(database: Database, table: TableDescription, indexes: readonly IndexSchema[]): Promise<void> {
  let batch: Operation[] = [];
  const items = database.values<string, Item>({ ...within(itemPrefix(table.TableName)), valueEncoding: 'json' });
  for await (const item of items) {
    for (const index of indexes) {
      const entry = indexEntry(item, table, index);
      if (entry === undefined) continue;
      batch.push({ type: 'put', key: indexPrefix(table.TableName, index.IndexName) + entry.key, value: entry.item });
    }
    if (batch.length < BACKFILL_BATCH) continue;
    await database.batch(batch);
    batch = [];
  }
  await database.batch(batch);
}
