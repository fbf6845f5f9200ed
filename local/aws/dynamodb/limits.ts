import { validationException } from './errors.ts';
import { itemSize } from './item.ts';
import { checkIndexKeys } from './key-rules.ts';
import { isRecord } from './request.ts';
import type { Item, Json, TableDescription } from './types.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
export const MAX_ITEM_BYTES = 400 * 1024;
const MAX_EXPRESSION_BYTES = 4 * 1024;
/** 32 levels: 31 lists or maps around a scalar. */
const MAX_WRAPPERS = 31;

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
] as const;
const ITEM_MEMBERS = ['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey'] as const;

/** Checks the limits on a request that dynalite does not check. */
export function checkRequestLimits(request: Json): void {
  for (const name of EXPRESSIONS) {
    const expression = request[name];
    const size = typeof expression === 'string' ? Buffer.byteLength(expression) : 0;
    if (size > MAX_EXPRESSION_BYTES) {
      throw validationException(
        `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${size}`,
      );
    }
  }
  for (const name of ITEM_MEMBERS) checkNesting(request[name]);
}

function checkNesting(item: unknown): void {
  if (isRecord(item) && Object.values(item).some((value) => isTooDeep(value, MAX_WRAPPERS))) {
    throw validationException(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
    );
  }
}

function isTooDeep(value: unknown, wrappersLeft: number): boolean {
  if (!isRecord(value)) return false;
  const children = isRecord(value.M) ? Object.values(value.M) : Array.isArray(value.L) ? value.L : undefined;
  if (children === undefined) return false;
  return wrappersLeft === 0 || children.some((child) => isTooDeep(child, wrappersLeft - 1));
}

/** Checks the limits on a written item that dynalite checks loosely or not at all. */
export function checkWrittenItem(table: TableDescription, item: Item, action: 'put' | 'update'): void {
  if (itemSize(item) > MAX_ITEM_BYTES) {
    throw validationException(
      action === 'put'
        ? 'Item size has exceeded the maximum allowed size'
        : 'Item size to update has exceeded the maximum allowed size',
    );
  }
  checkNesting(item);
  checkIndexKeys(table, item, action);
}
