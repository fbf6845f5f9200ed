import * as z from 'zod';
import { type Entity, numberOf, ownOf, textOf } from '../entity.ts';
import { decimalsOf } from '../formats.ts';
import { CURRENCY_DECIMALS, UNITS } from './master-data.ts';
import type { EntityType, Measure } from './odata/edm.ts';
import { parseError } from './odata/errors.ts';
import type { ValidationMessages } from './validation-messages.ts';

const ObjectSchema = z.record(z.string(), z.unknown());

/**
 * Checks a request body against the metadata: names, JSON types, lengths, decimals; and that quantities and amounts are
 * complete, for which it adds messages. Returns the sent values and children without defaults and without computed
 * properties (sap 31).
 */
export function readPayload(type: EntityType, body: string, messages: ValidationMessages): Entity {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw parseError(['The body is not well-formed JSON']);
  }
  const reasons: string[] = [];
  const entity = readEntity(type, json, reasons, messages);
  if (reasons.length > 0) throw parseError(reasons);
  return entity;
}

function readEntity(type: EntityType, json: unknown, reasons: string[], messages: ValidationMessages): Entity {
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
    if (child === undefined) readProperty(type, entity, name, value, reasons);
    else if (!Array.isArray(value)) reasons.push(`Navigation property '${name}' must be an array`);
    else entity[name] = value.map((row, index) => readEntity(child, row, reasons, messages.in(name, index)));
  }
  checkMeasures(type, entity, messages);
  return entity;
}

function readProperty(type: EntityType, entity: Entity, name: string, json: unknown, reasons: string[]): void {
  const property = ownOf(type.properties, name);
  const value = property?.schema.safeParse(json);
  if (!property || !value) reasons.push(`Property '${name}' is invalid for '${type.set}'`);
  else if (!value.success) reasons.push(`Property '${name}' has invalid value '${show(json)}'`);
  else if (property.access !== 'computed') entity[name] = value.data;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Each sent quantity needs its unit and each sent amount its currency (sap 22). */
function checkMeasures(type: EntityType, sent: Entity, messages: ValidationMessages): void {
  for (const [name, { measure }] of Object.entries(type.properties)) {
    if (!measure || !(name in sent)) continue;
    const unit = textOf(sent, measure.unit);
    const label = measure.kind === 'amount' ? 'Currency' : 'Unit';
    if (unit === '') messages.add('/IWBEP/CM_V4_COS/077', `${label} ${measure.unit} must accompany ${name}`, name);
    else if (measure.kind === 'amount') checkAmount(name, measure, sent, messages);
    else if (!UNITS.includes(unit)) messages.add('06/053', `Unit of measure ${unit} is not defined`, measure.unit);
  }
}

/** sap 23. */
function checkAmount(name: string, { unit, precision }: Measure, sent: Entity, messages: ValidationMessages): void {
  const currency = textOf(sent, unit);
  const decimals = CURRENCY_DECIMALS.get(currency);
  const value = numberOf(sent, name);
  if (decimals === undefined) messages.add('06/053', `Currency ${currency} is not defined`, unit);
  else if (decimalsOf(value) > decimals) {
    messages.add('/IWBEP/CM_V4_COS/078', `${name} ${value} has more than ${decimals} decimals of ${currency}`, name);
  } else if (Math.abs(value) >= 10 ** (precision - decimals)) {
    messages.add('/IWBEP/CM_V4_COS/079', `${name} ${value} is too large`, name);
  }
}
