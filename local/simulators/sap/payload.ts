import type { HttpRequest } from '../../http/message.ts';
import { type Entity, isRecord, numberOf, ownOf, textOf } from '../entity.ts';
import { decimalsOf } from '../formats.ts';
import { readJson } from '../vendor-api.ts';
import { CURRENCY_DECIMALS } from './master-data.ts';
import type { EntityType } from './odata/edm.ts';
import { parseError, type ValidationMessages } from './odata/errors.ts';

/**
 * Checks a request body against the metadata: names, JSON types, lengths, decimals; and that quantities and amounts are
 * complete, for which it adds messages. Returns the sent values and children without defaults and without computed
 * properties (sap 31).
 */
export function readPayload(type: EntityType, request: HttpRequest, messages: ValidationMessages): Entity {
  const json = readJson(request, () => parseError(['The body is not well-formed JSON']));
  const reasons: string[] = [];
  const entity = readEntity(type, json, reasons, messages);
  if (reasons.length > 0) throw parseError(reasons);
  return entity;
}

function readEntity(type: EntityType, json: unknown, reasons: string[], messages: ValidationMessages): Entity {
  const entity: Entity = {};
  if (!isRecord(json)) {
    reasons.push(`An entity of '${type.set}' must be a JSON object`);
    return entity;
  }
  for (const [name, value] of Object.entries(json)) {
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

/** Each sent quantity needs its unit (sap 22), and each amount its currency, which limits its decimals (sap 23). */
function checkMeasures(type: EntityType, sent: Entity, messages: ValidationMessages): void {
  for (const [name, { unit }] of Object.entries(type.properties)) {
    if (unit === undefined || !(name in sent)) continue;
    const [value, code] = [numberOf(sent, name), textOf(sent, unit)];
    const decimals = CURRENCY_DECIMALS.get(code) ?? Number.POSITIVE_INFINITY;
    const label = unit === 'DocumentCurrency' ? 'Currency' : 'Unit';
    if (code === '') messages.add('/IWBEP/CM_V4_COS/077', `${label} ${unit} must accompany ${name}`, name);
    if (decimalsOf(value) > decimals) {
      messages.add('/IWBEP/CM_V4_COS/078', `${name} ${value} has more than ${decimals} decimals of ${code}`, name);
    }
  }
}
