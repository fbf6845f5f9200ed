import { validationException } from './errors.ts';
import { isRecord } from './request.ts';

/** The members of requests and of attribute values that hold values by name. */
const MAPS = new Set([
  'AttributeUpdates',
  'ExclusiveStartKey',
  'Expected',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'Item',
  'Key',
  'KeyConditions',
  'M',
  'QueryFilter',
  'RequestItems',
  'ScanFilter',
]);

/**
 * Refuses null in a list or as a value in a map, on which dynalite's validations fail; other members of a request may be
 * null. JSON null is no attribute value: that is `{"NULL": true}`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export function checkNulls(value: unknown, isMap = false): void {
  if (Array.isArray(value)) {
    for (const element of value) {
      if (element === null) throw validationException('The supplied list contains a null value');
      checkNulls(element);
    }
  } else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (member === null && isMap)
        throw validationException(`The supplied Item contains a null AttributeValue: ${name} is null`);
      checkNulls(member, !isMap && MAPS.has(name));
    }
  }
}
