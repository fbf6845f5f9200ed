import { validationException } from './errors.ts';
import { itemSize } from './item.ts';
import { isRecord } from './request.ts';
import type { AttributeValue, Item, Json, TableDescription } from './types.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
export const MAX_ITEM_BYTES = 400 * 1024;
const MAX_EXPRESSION_BYTES = 4 * 1024;
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;
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

function checkIndexKeys(table: TableDescription, item: Item, action: 'put' | 'update'): void {
  for (const { IndexName, KeySchema } of table.GlobalSecondaryIndexes ?? []) {
    for (const { AttributeName, KeyType } of KeySchema) {
      const value = item[AttributeName];
      if (value === undefined) continue;
      checkIndexKeyType(table, AttributeName, value);
      checkKeyBytes(bytesOf(value), KeyType);
      const type = emptyType(value);
      if (type === undefined) continue;
      const rule = `The AttributeValue for a key attribute cannot contain an empty ${type} value.`;
      throw validationException(
        action === 'put'
          ? 'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
              `${rule} IndexName: ${IndexName}, IndexKey: ${AttributeName}`
          : `The update expression attempted to update the secondary index key to a value that is not supported. ${rule}`,
      );
    }
  }
}

function checkIndexKeyType({ AttributeDefinitions }: TableDescription, name: string, value: AttributeValue): void {
  const definition = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name);
  if (definition === undefined || definition.AttributeType in value) return;
  throw validationException('The update expression attempted to update the secondary index key to unsupported type');
}

function bytesOf(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  return 'B' in value ? Buffer.byteLength(value.B, 'base64') : 0;
}

/** Checks the size of a key attribute of a table or index. */
export function checkKeyBytes(bytes: number, keyType: string): void {
  const invalid = 'One or more parameter values were invalid:';
  if (keyType === 'HASH' && bytes > MAX_PARTITION_KEY_BYTES) {
    throw validationException(
      `${invalid} Size of hashkey has exceeded the maximum size limit of${MAX_PARTITION_KEY_BYTES} bytes`,
    );
  }
  if (keyType === 'RANGE' && bytes > MAX_SORT_KEY_BYTES) {
    throw validationException(
      `${invalid} Aggregated size of all range keys has exceeded the size limit of ${MAX_SORT_KEY_BYTES} bytes`,
    );
  }
}

function emptyType(value: Json | undefined): 'string' | 'binary' | undefined {
  if (value?.S === '') return 'string';
  return value?.B === '' ? 'binary' : undefined;
}
