import { createHash } from 'node:crypto';
import { type Entity, numberOf } from '../entity.ts';
import type { Resource } from './model.ts';

/** The items whose URLs end with a hash of the key instead of the key (oracle 12). */
const HASHED = ['POHeaderId', 'LineLocationId', 'PODistributionId', 'RequisitionHeaderId'];
const HASH_PREFIX = '00020000000EACED00057708';

/** What an item's URL ends with. */
export function urlKeyOf({ name, key }: Resource, entity: Entity): string {
  const id = String(entity[key]);
  if (!HASHED.includes(key)) return id;
  const seal = createHash('sha256').update(`${name}/${id}`).digest('hex').slice(0, 16);
  return `${HASH_PREFIX}${numberOf(entity, key).toString(16).padStart(16, '0')}${seal}`.toUpperCase();
}

/** The id in a URL's key; undefined when it is no key of the resource. */
export function idOf(resource: Resource, urlKey: string, acceptsNumericIds: boolean): number | undefined {
  const isHash = urlKey.startsWith(HASH_PREFIX);
  const id = isHash ? Number.parseInt(urlKey.slice(HASH_PREFIX.length, HASH_PREFIX.length + 16), 16) : Number(urlKey);
  const isKey = urlKeyOf(resource, { [resource.key]: id }) === urlKey;
  return isKey || (acceptsNumericIds && String(id) === urlKey) ? id : undefined;
}
