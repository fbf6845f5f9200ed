/** The rules on a whole request that come before dynalite's validations, or that dynalite lacks. */
import { validationException } from './errors.ts';
import { isRecord } from './request.ts';
import type { Json } from './types.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_BATCH_GET = 100;
const MAX_BATCH_WRITE = 25;

export function checkRequest(action: string, input: Json): void {
  if (input.TableName === '') {
    throw constraint("Value '' at 'tableName'", 'Member must have length greater than or equal to 1');
  }
  if (action === 'Query' && typeof input.Limit === 'number' && input.Limit < 1) {
    throw constraint("Value at 'Limit'", 'Member must have value greater than or equal to 1');
  }
  if (action !== 'BatchGetItem' && action !== 'BatchWriteItem') return;
  const tables = Object.entries(isRecord(input.RequestItems) ? input.RequestItems : {});
  if (isRecord(input.RequestItems) && tables.length === 0) {
    throw validationException(`The requestItems parameter is required for ${action}`);
  }
  if (action === 'BatchGetItem') checkBatchGet(tables);
  else checkBatchWrite(tables);
}

type ByTable = readonly (readonly [table: string, request: unknown])[];

function checkBatchGet(tables: ByTable): void {
  for (const [table, request] of tables) {
    const keys = isRecord(request) && Array.isArray(request.Keys) ? request.Keys : [];
    if (keys.length > MAX_BATCH_GET) {
      throw constraint(
        `Value at 'RequestItems.${table}.member.Keys'`,
        `Member must have length less than or equal to ${MAX_BATCH_GET}`,
      );
    }
  }
}

function checkBatchWrite(tables: ByTable): void {
  let total = 0;
  for (const [table, requests] of tables) {
    if (!Array.isArray(requests)) continue;
    if (requests.length > MAX_BATCH_WRITE) {
      throw constraint(
        `Value '{${table}=[${requests.length} requests]}' at 'requestItems'`,
        `Map value must satisfy constraint: [Member must have length less than or equal to ${MAX_BATCH_WRITE}, ` +
          'Member must have length greater than or equal to 1]',
      );
    }
    total += requests.length;
    // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_WriteRequest.html
    if (requests.some((request) => isRecord(request) && request.PutRequest != null && request.DeleteRequest != null)) {
      throw validationException(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
  }
  if (total > MAX_BATCH_WRITE) throw validationException('Too many items requested for the BatchWriteItem call');
}

function constraint(value: string, rule: string): Error {
  return validationException(`1 validation error detected: ${value} failed to satisfy constraint: ${rule}`);
}
