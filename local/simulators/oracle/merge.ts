import { childrenOf, type Entity } from '../entity.ts';
import { refuse } from './errors.ts';
import type { Resource } from './model.ts';

/** Puts sent values into an item; a child with a key changes the one that has it, others are added (oracle 38). */
export function merge(resource: Resource, target: Entity, sent: Entity): void {
  for (const [name, value] of Object.entries(sent)) {
    const child = resource.children.find((one) => one.name === name);
    if (child !== undefined) target[name] = mergeRows(child, childrenOf(target, name), childrenOf(sent, name));
    else if (name !== resource.key) {
      // A name and an id for the same thing: what is sent decides, the other is found again.
      const twin = name.endsWith('Id') ? name.slice(0, -2) : `${name}Id`;
      if (!(twin in sent)) delete target[twin];
      target[name] = value;
    }
  }
}

function mergeRows(resource: Resource, present: readonly Entity[], sent: readonly Entity[]): Entity[] {
  const rows = [...present];
  for (const row of sent) {
    const id = row[resource.key];
    const target = id === undefined ? {} : rows.find((one) => one[resource.key] === id);
    if (target === undefined) throw refuse(400, `There is no ${resource.key} ${id}.`);
    if (id === undefined) rows.push(target);
    merge(resource, target, row);
  }
  return rows;
}

/** Gives new items an id. */
export function assignIds(resource: Resource, item: Entity, nextId: () => number): void {
  item[resource.key] ??= nextId();
  for (const child of resource.children) {
    for (const row of childrenOf(item, child.name)) assignIds(child, row, nextId);
  }
}
