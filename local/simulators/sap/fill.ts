/** From the sent values of an entity to all values of its type, as the system stores them. */
import type { EntityType } from './edm.ts';
import { childrenOf, type Entity, textOf, type Value } from './entity.ts';
import { withoutLeadingZeros } from './formats.ts';

/** Every property of the type: what was sent, else the default, else SAP's initial value. */
export function fill(type: EntityType, sent: Entity, defaults: Readonly<Record<string, Value>>): Entity {
  const values: Record<string, Value> = {};
  for (const [name, property] of Object.entries(type.properties)) {
    values[name] = sent.values[name] ?? defaults[name] ?? initial(property.type);
  }
  const children: Record<string, Entity[]> = {};
  for (const [navigation, child] of Object.entries(type.children)) {
    children[navigation] = childrenOf(sent, navigation).map((entity) => fill(child, entity, {}));
  }
  return { values, children };
}

function initial(type: string): Value {
  if (type === 'Edm.String') return '';
  if (type === 'Edm.Boolean') return false;
  return type === 'Edm.Decimal' ? 0 : null;
}

/** Gives numbers to the children that were sent without one, and takes leading zeros off the others. */
export function assignNumbers(children: readonly Entity[], property: string, step: number): void {
  for (const child of children) child.values[property] = withoutLeadingZeros(textOf(child, property));
  let last = Math.max(0, ...children.map((child) => Number(textOf(child, property))).filter(Number.isFinite));
  for (const child of children) {
    if (textOf(child, property) !== '') continue;
    last = (Math.floor(last / step) + 1) * step;
    child.values[property] = String(last);
  }
}
