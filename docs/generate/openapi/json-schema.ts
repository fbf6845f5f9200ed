import { FIELD_DESCRIPTIONS } from './fields.ts';

/** JSON schemas as the OpenAPI document has them. */

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a field of this name means. */
export function descriptionOf(name: string): { description?: string } {
  const description = FIELD_DESCRIPTIONS[name];
  return description === undefined ? {} : { description };
}

/** A schema whose properties have the descriptions of their names, and without what a document says once for all. */
export function described({ $schema: _, ...schema }: Json): Json {
  const describeIn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(describeIn);
    if (!isJson(value)) return value;
    const entries = Object.entries(value)
      .filter(([name, part]) => !isRangeOfIntegers(name, part))
      .map(([name, part]) => [
        name,
        name === 'properties' && isJson(part) ? describedProperties(part) : describeIn(part),
      ]);
    return Object.fromEntries(entries);
  };
  const describedProperties = (properties: Json): Json =>
    Object.fromEntries(
      Object.entries(properties).map(([name, part]) => {
        const property = describeIn(part);
        return [name, isJson(property) ? { ...descriptionOf(name), ...property } : property];
      }),
    );
  const result = describeIn(schema);
  return isJson(result) ? result : {};
}

/** A limit that JavaScript sets and not the API; the viewer would show it as the example. */
function isRangeOfIntegers(name: string, value: unknown): boolean {
  return (
    (name === 'maximum' && value === Number.MAX_SAFE_INTEGER) ||
    (name === 'minimum' && value === Number.MIN_SAFE_INTEGER)
  );
}

/** Moves the named schemas of a schema, its `$defs`, to the components, and points its references there. */
export function inComponents(schema: Json, components: Json): Json {
  const { $defs = {}, ...rest } = schema;
  const move = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(move);
    if (!isJson(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        name === '$ref' ? String(part).replace('#/$defs/', '#/components/schemas/') : move(part),
      ]),
    );
  };
  for (const [name, definition] of Object.entries(isJson($defs) ? $defs : {})) components[name] = move(definition);
  const moved = move(rest);
  if (!isJson(moved)) return {};
  const { id, ...anonymous } = moved;
  if (typeof id !== 'string') return moved;
  components[id] = anonymous;
  return { $ref: `#/components/schemas/${id}` };
}
