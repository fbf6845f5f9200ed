import type { TableKey } from './table.ts';
import { versionConflict, type Write } from './write.ts';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The parts of an update that sets each attribute to its value. Of `attributes`, one that is undefined stays as it is; of
 * `indexKeys`, it is removed, so that the item leaves the index.
 */
export function setAttributes(attributes: Attributes, indexKeys: Attributes = {}) {
  const entries = Object.entries({ ...attributes, ...indexKeys }).filter(([, value]) => value !== undefined);
  const removed = Object.keys(indexKeys).filter((name) => indexKeys[name] === undefined);
  const set = `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}` as const;
  const remove = removed.map((name) => `#${name}`).join(', ');
  const names = [...entries.map(([name]) => name), ...removed];
  return {
    UpdateExpression: remove === '' ? set : (`${set} REMOVE ${remove}` as const),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}

/** An update like `setAttributes` that counts the version by itself, because others save the item at the same time. */
export function setAttributesAndCount(attributes: Attributes, indexKeys: Attributes) {
  const set = setAttributes(attributes, indexKeys);
  return {
    UpdateExpression: `SET #version = #version + :one, ${set.UpdateExpression.slice('SET '.length)}` as const,
    ExpressionAttributeNames: { ...set.ExpressionAttributeNames, '#version': 'version' },
    ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':one': 1 },
  };
}

/** Saves the next version of an item, on condition that the stored one is still the version that was read. */
export function saveNextVersion(
  key: TableKey,
  { id, seen }: { readonly id: string; readonly seen: number },
  attributes: Attributes,
  indexKeys: Attributes = {},
): Write {
  const set = setAttributes(attributes, indexKeys);
  return {
    update: {
      Key: key,
      ...set,
      ConditionExpression: '#version = :seen',
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':seen': seen },
    },
    onConditionFailed: versionConflict(id),
  };
}

/**
 * Writes the next version of an item as a whole, on condition that the stored one is the version before; before the first
 * there is none.
 */
export function putNextVersion(
  item: Attributes & TableKey,
  { id, version }: { readonly id: string; readonly version: number },
): Write {
  const seen = version - 1;
  return {
    put: {
      Item: { ...item },
      ConditionExpression: seen === 0 ? 'attribute_not_exists(pk)' : '#version = :seen',
      ...(seen > 0 && {
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':seen': seen },
      }),
    },
    onConditionFailed: versionConflict(id),
  };
}
