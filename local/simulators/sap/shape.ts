/** `$select` and `$expand`, nested: which properties and children an answer shows. */
import type { EntityType } from './edm.ts';
import { childrenOf, type Entity } from './entity.ts';
import { badRequest } from './errors.ts';
import { etagOf } from './orders.ts';
import type { SapMessage } from './warnings.ts';

export interface Shape {
  /** All properties when absent. */
  readonly select?: ReadonlySet<string>;
  readonly expand: ReadonlyMap<string, Shape>;
}

export function parseShape(type: EntityType, select: string | null, expand: string | null): Shape {
  const children = new Map<string, Shape>();
  for (const term of expand === null ? [] : splitTop(expand, ',')) {
    const [, navigation = '', options = ''] = /^(\w+)(?:\((.*)\))?$/.exec(term.trim()) ?? [];
    const child = Object.hasOwn(type.children, navigation) ? type.children[navigation] : undefined;
    if (!child) throw badRequest(`Invalid $expand '${term}' for '${type.set}'`);
    children.set(navigation, parseNested(child, options));
  }
  if (select === null || select.trim() === '*') return { expand: children };
  const names = select.split(',').map((name) => name.trim());
  for (const name of names) {
    const known = Object.hasOwn(type.properties, name) || children.has(name) || (type.messages && name === MESSAGES);
    if (!known) throw badRequest(`Invalid $select '${name}' for '${type.set}'`);
  }
  return { select: new Set(names), expand: children };
}

/** The children that a deep insert brought, and nothing else: OData's rule for its answer. */
export function shapeOf(type: EntityType, sent: Entity): Shape {
  const expand = new Map<string, Shape>();
  for (const [navigation, child] of Object.entries(type.children)) {
    const children = sent.children[navigation];
    if (children === undefined) continue;
    const shapes = children.map((entity) => shapeOf(child, entity));
    expand.set(navigation, { expand: new Map(shapes.flatMap((shape) => [...shape.expand])) });
  }
  return { expand };
}

/** An entity as JSON; messages belong to the outermost entity only. */
export function render(
  type: EntityType,
  entity: Entity,
  order: Entity,
  { select, expand }: Shape,
  messages: readonly SapMessage[] = [],
): Record<string, unknown> {
  const json: Record<string, unknown> = { '@odata.etag': etagOf(order) };
  for (const name of Object.keys(type.properties)) {
    if (!select || select.has(name)) json[name] = entity.values[name];
  }
  if (type.messages && (!select || select.has(MESSAGES))) json[MESSAGES] = messages;
  for (const [navigation, shape] of expand) {
    const child = type.children[navigation];
    if (child) json[navigation] = childrenOf(entity, navigation).map((row) => render(child, row, order, shape));
  }
  return json;
}

/** Everything below a type, for the control API. */
export function fullShape(type: EntityType): Shape {
  return { expand: new Map(Object.entries(type.children).map(([name, child]) => [name, fullShape(child)])) };
}

/** Splits at a separator that is not inside parentheses. */
export function splitTop(source: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of source) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === separator && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${character}`);
  }
  return parts;
}

const MESSAGES = 'SAP__Messages';

function parseNested(type: EntityType, source: string): Shape {
  const options = new Map<string, string>();
  for (const option of source === '' ? [] : splitTop(source, ';')) {
    const equals = option.indexOf('=');
    options.set(option.slice(0, equals).trim(), option.slice(equals + 1));
  }
  for (const name of options.keys()) {
    if (name !== '$select' && name !== '$expand') throw badRequest(`Option '${name}' in $expand is not supported`);
  }
  return parseShape(type, options.get('$select') ?? null, options.get('$expand') ?? null);
}
