/** A request body against the metadata: names, JSON types, lengths, decimals. No business rule. */
import * as z from 'zod';
import type { EntityType, Property } from './edm.ts';
import type { Entity, Value } from './entity.ts';
import { malformed } from './errors.ts';
import { decimalsOf, isDate, normalizeTimestamp } from './formats.ts';

const JsonObjectSchema = z.record(z.string(), z.unknown());

/**
 * The sent values and children, and nothing else: no defaults. `Edm.Decimal` must be a JSON number, never a text
 * (KBA 3360429, facts 1.4). Computed values are dropped, as OData prescribes.
 */
export function readPayload(type: EntityType, body: string): Entity {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw malformed(['The body is not well-formed JSON']);
  }
  const reasons: string[] = [];
  const entity = readEntity(type, json, reasons);
  if (reasons.length > 0) throw malformed(reasons);
  return entity;
}

function readEntity(type: EntityType, json: unknown, reasons: string[]): Entity {
  const entity: Entity = { values: {}, children: {} };
  const object = JsonObjectSchema.safeParse(json);
  if (!object.success) {
    reasons.push(`An entity of '${type.set}' must be a JSON object`);
    return entity;
  }
  for (const [name, value] of Object.entries(object.data)) {
    if (name.includes('@') || name === 'SAP__Messages') continue; // annotations and messages of an earlier GET
    const child = ownOf(type.children, name);
    const property = ownOf(type.properties, name);
    if (child) entity.children[name] = readChildren(child, name, value, reasons);
    else if (!property) reasons.push(`Property '${name}' is invalid for '${type.set}'`);
    else if (!fits(property, value)) reasons.push(`Property '${name}' has invalid value '${show(value)}'`);
    else if (property.access !== 'computed') entity.values[name] = stored(property, value);
  }
  return entity;
}

function readChildren(type: EntityType, navigation: string, json: unknown, reasons: string[]): Entity[] {
  if (Array.isArray(json)) return json.map((child) => readEntity(type, child, reasons));
  reasons.push(`Navigation property '${navigation}' must be an array`);
  return [];
}

function fits(property: Property, value: unknown): value is Value {
  switch (property.type) {
    case 'Edm.String':
      return typeof value === 'string' && value.length <= (property.maxLength ?? Number.POSITIVE_INFINITY);
    case 'Edm.Boolean':
      return typeof value === 'boolean';
    case 'Edm.Date':
      return value === null || (typeof value === 'string' && isDate(value));
    case 'Edm.DateTimeOffset':
      return value === null || (typeof value === 'string' && normalizeTimestamp(value) !== undefined);
    case 'Edm.Decimal': {
      if (typeof value !== 'number') return false;
      if (property.scale === 'variable') return Math.abs(value) < 10 ** property.precision; // then see checks/measures
      const wholeDigits = property.precision - property.scale;
      return decimalsOf(value) <= property.scale && Math.abs(value) < 10 ** wholeDigits;
    }
  }
}

function stored(property: Property, value: Value): Value {
  return property.type === 'Edm.DateTimeOffset' && typeof value === 'string'
    ? (normalizeTimestamp(value) ?? null)
    : value;
}

/** Only what the table itself lists: `constructor` and its like are unknown properties too. */
function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
