import { AwsError } from '../service.ts';
import { type Checked, checkCondition, keyOfWrite, notFound, type Output, run } from './dynalite.ts';
import { isAwsError } from './errors.ts';
import { checkWrittenItem } from './limits.ts';
import type { Overlay } from './overlay.ts';
import type { Item } from './types.ts';

export type WriteAction = 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheck';

export interface Written {
  readonly output: Output;
  /** The key of the item, as the overlay knows it. */
  readonly key: string | undefined;
}

/** Does one write, or one condition check, on the overlay. */
export async function write(overlay: Overlay, action: WriteAction, data: Checked): Promise<Written> {
  const table = overlay.table(data.TableName);
  if (table === undefined) throw notFound();
  // Beforehand, because an update turns its Key into the new item.
  const key = keyOfWrite(data, table);
  try {
    const output = await (action === 'ConditionCheck' ? checkCondition(overlay, data) : run(action, overlay, data));
    const change = key === undefined ? undefined : overlay.change(table.TableName, key);
    if (change) checkWrittenItem(change, action === 'UpdateItem' ? 'update' : 'put');
    return { output, key };
  } catch (error) {
    throw withFoundItem(error, data, key === undefined ? undefined : overlay.found(table.TableName, key));
  }
}

/** dynalite drops ReturnValuesOnConditionCheckFailure. */
function withFoundItem(error: unknown, data: Checked, item: Item | undefined): unknown {
  const isWanted = data.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && item !== undefined;
  if (!isWanted || !isAwsError(error, 'ConditionalCheckFailedException')) return error;
  return new AwsError(error.code, error.message, error.status, { Item: item });
}
