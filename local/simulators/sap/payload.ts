import * as z from 'zod';
import { decimalsOf, isDate } from '../formats.ts';
import type { EntityType, Property } from './edm.ts';
import { type Entity, ownOf, type Value } from './entity.ts';
import { parseError } from './errors.ts';
import { normalizeTimestamp } from './timestamps.ts';

const ObjectSchema = z.record(z.string(), z.unknown());

/**
 * Checks a request body against the metadata: names, JSON types, lengths, decimals; no business rule. Returns the sent
 * values and children without defaults and without computed properties (sap 31).
 */
export function readPayload(type: EntityType, body: string): Entity {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw parseError(['The body is not well-formed JSON']);
  }
  const reasons: string[] = [];
  const entity = readEntity(type, json, reasons);
  if (reasons.length > 0) throw parseError(reasons);
  return entity;
}

function readEntity(type: EntityType, json: unknown, reasons: string[]): Entity {
  const entity: Entity = {};
  const object = ObjectSchema.safeParse(json);
  if (!object.success) {
    reasons.push(`An entity of '${type.set}' must be a JSON object`);
    return entity;
  }
  for (const [name, value] of Object.entries(object.data)) {
    // Annotations and messages come from an earlier answer.
    if (name.includes('@') || name === 'SAP__Messages') continue;
    const child = ownOf(type.children, name);
    const property = ownOf(type.properties, name);
    if (child) entity[name] = readChildren(child, name, value, reasons);
    else if (!property) reasons.push(`Property '${name}' is invalid for '${type.set}'`);
    else {
      const accepted = readValue(property, value);
      if (accepted === undefined) reasons.push(`Property '${name}' has invalid value '${show(value)}'`);
      else if (property.access !== 'computed') entity[name] = accepted;
    }
  }
  return entity;
}

function readChildren(type: EntityType, navigation: string, json: unknown, reasons: string[]): Entity[] {
  if (Array.isArray(json)) return json.map((child) => readEntity(type, child, reasons));
  reasons.push(`Navigation property '${navigation}' must be an array`);
  return [];
}

/** Undefined when the value does not fit the property. */
function readValue(property: Property, value: unknown): Value | undefined {
  switch (property.type) {
    case 'Edm.String':
      return typeof value === 'string' && value.length <= property.maxLength ? value : undefined;
    case 'Edm.Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Edm.Date':
      return value === null || (typeof value === 'string' && isDate(value)) ? value : undefined;
    case 'Edm.DateTimeOffset':
      return typeof value === 'string' ? normalizeTimestamp(value) : value === null ? value : undefined;
    case 'Edm.Decimal': {
      // Never a string (sap 21). The decimals of an amount are checked later, against its currency.
      if (typeof value !== 'number') return undefined;
      const scale = property.scale === 'variable' ? 0 : property.scale;
      const fits = Math.abs(value) < 10 ** (property.precision - scale);
      return fits && (property.scale === 'variable' || decimalsOf(value) <= scale) ? value : undefined;
    }
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
