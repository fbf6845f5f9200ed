import * as z from 'zod';
import { type Entity, ownOf } from '../entity.ts';
import type { EntityType } from './edm.ts';
import { parseError } from './errors.ts';

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
    // Annotations and messages come from an earlier response.
    if (name.includes('@') || name === 'SAP__Messages') continue;
    const child = ownOf(type.children, name);
    if (child) entity[name] = readChildren(child, name, value, reasons);
    else readProperty(type, entity, name, value, reasons);
  }
  return entity;
}

function readProperty(type: EntityType, entity: Entity, name: string, json: unknown, reasons: string[]): void {
  const property = ownOf(type.properties, name);
  const value = property?.schema.safeParse(json);
  if (!property || !value) reasons.push(`Property '${name}' is invalid for '${type.set}'`);
  else if (!value.success) reasons.push(`Property '${name}' has invalid value '${show(json)}'`);
  else if (property.access !== 'computed') entity[name] = value.data;
}

function readChildren(type: EntityType, navigation: string, json: unknown, reasons: string[]): Entity[] {
  if (Array.isArray(json)) return json.map((child) => readEntity(type, child, reasons));
  reasons.push(`Navigation property '${navigation}' must be an array`);
  return [];
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
