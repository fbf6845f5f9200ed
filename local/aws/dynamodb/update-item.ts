import { assertCondition, checkUpdates, keyOf, project } from './dynalite.ts';
import type { Checked, ItemStore, Output } from './dynalite-types.ts';
import { notFound } from './errors.ts';
import { legacyUpdate } from './legacy.ts';
import type { Item } from './types.ts';
import { updated } from './update.ts';

/** UpdateItem. dynalite parses the update, but applies it wrongly: see {@link updated}. */
export function updateItem(store: ItemStore, data: Checked): Output {
  const table = store.tables.get(data.TableName)?.description;
  if (table === undefined) throw notFound();
  const key = keyOf(data, table);
  checkUpdates(data, table);
  const before = store.get(table.TableName, key);
  assertCondition(data, before);
  const { AttributeUpdates = {}, _updates } = data;
  const actions = _updates?.sections ?? legacyUpdate(AttributeUpdates);
  const after = updated(before ?? data.Key ?? {}, actions);
  store.write(table.TableName, key, after);
  const paths = _updates?.paths ?? Object.keys(AttributeUpdates);
  const Attributes = attributesToReturn(data.ReturnValues, before, after, paths);
  return Attributes === undefined || Object.keys(Attributes).length === 0 ? {} : { Attributes };
}

function attributesToReturn(
  returnValues: unknown,
  before: Item | undefined,
  after: Item,
  paths: Parameters<typeof project>[1],
): Item | undefined {
  switch (returnValues) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return before && project(before, paths);
    case 'UPDATED_NEW':
      return project(after, paths);
    default:
      return undefined;
  }
}
