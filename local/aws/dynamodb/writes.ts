import { AwsError, type AwsResponse } from '../service.ts';
import { consumedCapacity, sumByTable, total, type UnitsByTable, writeUnits } from './capacity.ts';
import { commit, runWrite, type WriteContext } from './commit.ts';
import { assertCondition, keyOf, keyOfWrite, run, schemaOf, validate } from './dynalite.ts';
import type { Checked, ItemStore, Output } from './dynalite-types.ts';
import { isAwsError, notFound } from './errors.ts';
import { checkRequestLimits, checkWrittenItem } from './limits.ts';
import type { Overlay } from './overlay.ts';
import { putRequests } from './request.ts';
import * as schemas from './schemas.ts';
import type { Item, Json, TableDescription } from './types.ts';
import { updateItem } from './update-item.ts';

export type WriteAction = 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheck';

/** PutItem, UpdateItem and DeleteItem. */
export async function writeItem(
  context: WriteContext,
  action: keyof typeof schemas.writeItem,
  input: Json,
): Promise<AwsResponse> {
  const data = validate(input, schemas.writeItem[action]);
  return runWrite(context, (overlay) => {
    const { output } = write(overlay, action, data);
    const units = commitOverlay(context, overlay);
    const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, units)?.[0];
    return { output: { ...output, ConsumedCapacity }, usage: { readUnits: 0, writeUnits: total(units) } };
  });
}

export async function batchWriteItem(context: WriteContext, input: Json): Promise<AwsResponse> {
  for (const request of putRequests(input)) checkRequestLimits(request);
  const data = validate(input, schemaOf('BatchWriteItem'));
  return runWrite(context, (overlay) => {
    const output = run('BatchWriteItem', overlay, data);
    for (const { table, after } of overlay.changes()) if (after !== undefined) checkWrittenItem(table, after, 'put');
    const units = commitOverlay(context, overlay);
    const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, units);
    return { output: { ...output, ConsumedCapacity }, usage: { readUnits: 0, writeUnits: total(units) } };
  });
}

function commitOverlay(context: WriteContext, overlay: Overlay): UnitsByTable {
  const changes = overlay.changes();
  commit(context, changes);
  return sumByTable(changes.map((change) => [change.table.TableName, writeUnits(change)]));
}

export interface Written {
  readonly output: Output;
  /** The key of the item in the overlay. */
  readonly key: string | undefined;
}

/** Applies one write or condition check to the overlay. */
export function write(overlay: Overlay, action: WriteAction, data: Checked): Written {
  const table = overlay.tables.get(data.TableName)?.description;
  if (table === undefined) throw notFound();
  const key = keyOfWrite(data, table);
  // An item that can't be put is refused before its condition; an update's result is known only after it.
  if (data.Item && key !== undefined) checkWrittenItem(table, data.Item, 'put');
  try {
    const output = perform(overlay, action, data, table);
    const after = key === undefined ? undefined : overlay.change(table.TableName, key)?.after;
    if (action === 'UpdateItem' && after !== undefined) checkWrittenItem(table, after, 'update');
    return { output, key };
  } catch (error) {
    throw withFoundItem(error, data, key === undefined ? undefined : overlay.found(table.TableName, key));
  }
}

function perform(store: ItemStore, action: WriteAction, data: Checked, table: TableDescription): Output {
  if (action === 'ConditionCheck') return checkCondition(store, data, table);
  return action === 'UpdateItem' ? updateItem(store, data) : run(action, store, data);
}

/** ConditionCheck, an action of transactions that dynalite lacks. */
function checkCondition(store: ItemStore, data: Checked, table: TableDescription): Output {
  assertCondition(data, store.get(table.TableName, keyOf(data, table)));
  return {};
}

/** Implements ReturnValuesOnConditionCheckFailure, which dynalite ignores. */
function withFoundItem(error: unknown, data: Checked, item: Item | undefined): unknown {
  const isWanted = data.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && item !== undefined;
  if (!isWanted || !isAwsError(error, 'ConditionalCheckFailedException')) return error;
  return new AwsError(error.code, error.message, error.status, { Item: item });
}
