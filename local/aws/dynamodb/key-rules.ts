/** The rules on the values of key attributes that dynalite lacks or checks loosely. */
import type { IndexSchema } from './definition.ts';
import { validationException } from './errors.ts';
import type { AttributeValue, Item, TableDescription } from './types.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;

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

/** Checks the key attributes of the indexes in a written item. */
export function checkIndexKeys(table: TableDescription, item: Item, action: 'put' | 'update'): void {
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    for (const { AttributeName, KeyType } of index.KeySchema) {
      const value = item[AttributeName];
      if (value === undefined) continue;
      checkIndexKeyType(table, AttributeName, value);
      checkKeyBytes(bytesOf(value), KeyType);
      const rule = emptyKeyRule(value);
      if (rule === undefined) continue;
      throw action === 'put'
        ? emptyKey(rule, AttributeName, index)
        : validationException(
            `The update expression attempted to update the secondary index key to a value that is not supported. ${rule}`,
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

/**
 * The rule that an empty value breaks as a key, in AWS's words.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html, null and empty
 */
export function emptyKeyRule(value: AttributeValue): string | undefined {
  const type = 'S' in value && value.S === '' ? 'string' : 'B' in value && value.B === '' ? 'binary' : undefined;
  return type && `The AttributeValue for a key attribute cannot contain an empty ${type} value.`;
}

/** The error for an empty value of a key attribute, of the table or of an index. */
export function emptyKey(rule: string, name: string, index?: IndexSchema): Error {
  const invalid = 'One or more parameter values are not valid.';
  return validationException(
    index === undefined
      ? `${invalid} ${rule} Key: ${name}`
      : `${invalid} A value specified for a secondary index key is not supported. ` +
          `${rule} IndexName: ${index.IndexName}, IndexKey: ${name}`,
  );
}
