import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { VendorCall } from '../vendor-api.ts';
import { type Document, dashed, isDocument, isList, type Json, ownOf } from './document.ts';
import { invalid } from './errors.ts';
import type { CoupaSettings } from './settings.ts';

/** Parameters that shape what is returned; `exported` of an update is read by its route. */
export const OUTPUT_OPTIONS = ['fields', 'filter', 'return-object', 'show-deleted-lines'];

/** What `return_object=shallow` leaves of an association: its id and natural keys (coupa 19). */
const NATURAL_KEYS = ['id', 'code', 'number', 'login', 'email', 'name'];

/** How a call wants its documents. Read before the call's work, so that it refuses in time. */
export interface Output {
  readonly showsDeletedLines: boolean;
  respond(status: number, body: Document | readonly Document[]): HttpResponse;
}

/** coupa 18–20. */
export function readOutput(object: string, { method, parameters }: VendorCall, settings: CoupaSettings): Output {
  const options = new Map([...parameters].map(([name, value]) => [dashed(name), value]));
  const deleted = options.get('show-deleted-lines') ?? 'false';
  const returned = options.get('return-object') ?? 'full';
  const fields = options.get('fields');
  const filter = ownOf(settings.current.apiFilters, options.get('filter') ?? '');
  const spec = fields === undefined ? filter : readSpec(fields);
  const problems = [
    ...(['true', 'false'].includes(deleted) ? [] : ['show_deleted_lines is invalid']),
    ...(spec === null ? ['fields is invalid'] : []),
    ...(['full', 'limited', 'shallow', ...(method === 'GET' ? [] : ['none'])].includes(returned)
      ? []
      : ['return_object is invalid']),
  ];
  if (problems.length > 0) throw invalid(object, problems);

  function shape(document: Document): Document {
    if (returned === 'limited') return { id: document.id };
    if (spec) return project(document, spec);
    return returned === 'shallow' ? shallow(document) : document;
  }
  return {
    showsDeletedLines: deleted === 'true',
    respond: (status, body) => (returned === 'none' ? { status } : jsonResponse(status, within(body, shape))),
  };
}

/** Null when it is not a JSON list of names and objects. */
function readSpec(fields: string): readonly unknown[] | null {
  try {
    const spec: unknown = JSON.parse(fields);
    return Array.isArray(spec) && spec.every((one) => typeof one === 'string' || isDocument(one)) ? spec : null;
  } catch {
    return null;
  }
}

/** The fields that a list such as `["id", {"order_lines": ["id"]}]` names, in its order. */
function project(document: Document, spec: readonly unknown[]): Document {
  const names = spec.flatMap((one): [string, unknown][] =>
    Object.entries(typeof one === 'string' ? { [one]: {} } : Object(one)),
  );
  const fields = names.flatMap(([key, inner]) => {
    const value = ownOf(document, dashed(key));
    const shown = Array.isArray(inner) ? within(value, (each) => project(each, inner)) : value;
    return shown === undefined ? [] : [[dashed(key), shown] as const];
  });
  return Object.fromEntries(fields);
}

function shallow(document: Document): Document {
  const keys = (association: Document): Document =>
    Object.fromEntries(Object.entries(association).filter(([name]) => NATURAL_KEYS.includes(name)));
  const fields = Object.entries(document).map(([name, value]) => [
    name,
    name === 'custom-fields' ? value : within(value, keys),
  ]);
  return Object.fromEntries(fields);
}

/** Changes the document, or each of the documents, that a value is. */
function within(value: Json | undefined, change: (document: Document) => Document): Json | undefined {
  if (isList(value)) return value.map((each) => within(each, change) ?? null);
  return isDocument(value) ? change(value) : value;
}
