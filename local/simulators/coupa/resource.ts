import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { ownOf } from '../entity.ts';
import type { Table } from '../table.ts';
import type { VendorCall, VendorRoute, VendorRoutes } from '../vendor-api.ts';
import { invalid, notFound } from './access.ts';
import { type Document, dashed, isDocument, isList, type Json, type Row } from './document.ts';
import { parseQuery } from './query.ts';
import { readBody } from './read-document.ts';
import type { CoupaSettings } from './tables.ts';

export interface ResourceOptions<R extends Row> {
  /** For example `/api/purchase_orders`. */
  readonly path: string;
  /** The key of its refusals (coupa 48). */
  readonly object: string;
  readonly table: Table<R>;
  readonly example: Document;
  readonly settings: CoupaSettings;
  readonly render: (row: R, showsDeletedLines: boolean) => Document;
}

type Respond<R> = (status: number, found: R | readonly R[]) => HttpResponse;

/** What `return_object=shallow` shows of an association (coupa 19). */
const NATURAL_KEYS = ['id', 'code', 'name', 'number', 'login', 'line-num'];

/** What all kinds of documents have in common. */
export function createResource<R extends Row>(options: ResourceOptions<R>) {
  const { path, object, table, example, settings, render } = options;

  /** How a call wants its documents (coupa 18–20, 32). Read before the call's work, so that it refuses in time. */
  function responding({ method, parameters }: VendorCall): Respond<R> {
    const asked = new Map([...parameters].map(([name, value]) => [dashed(name), value]));
    const deleted = asked.get('show-deleted-lines') ?? 'false';
    if (deleted !== 'true' && deleted !== 'false') throw invalid(object, ['show_deleted_lines is invalid']);
    const shape = asked.get('return-object');
    const shapes = [undefined, 'limited', 'shallow', ...(method === 'GET' ? [] : ['none'])];
    if (!shapes.includes(shape)) throw invalid(object, ['return_object is invalid']);
    const fields = asked.get('fields');
    const filter = ownOf(settings.current.apiFilters, asked.get('filter') ?? '');
    const spec = fields === undefined ? filter : readSpec(fields);
    if (spec === null) throw invalid(object, ['fields is invalid']);
    const show = (row: R) => {
      if (shape === 'limited') return { id: row.id };
      const document = render(row, deleted === 'true');
      const { 'custom-fields': custom, ...own } = document;
      const shallow = Object.keys(own).map((name) => ({ [name]: NATURAL_KEYS }));
      if (shape === 'shallow') return { ...Object(project(own, shallow)), 'custom-fields': custom };
      return spec ? project(document, spec) : document;
    };
    return (status, found) => {
      if (shape === 'none') return { status };
      return jsonResponse(status, 'id' in found ? show(found) : found.map(show));
    };
  }

  /** coupa 49. */
  function find({ params: { id = '' } }: VendorCall): R {
    const row = table.get(id);
    if (row === undefined) throw notFound();
    return row;
  }

  const reads: VendorRoutes = {
    [`GET ${path}`]: (call) => responding(call)(200, table.select(parseQuery(example, object, call.parameters))),
    [`GET ${path}/{id}`]: (call) => responding(call)(200, find(call)),
  };

  function creating(input: Document, create: (body: Document) => R): VendorRoute {
    return (call) => {
      const [respond, body] = [responding(call), readBody(call, input, object)];
      return respond(201, create(body));
    };
  }

  function changing(input: Document, change: (row: R, body: Document, call: VendorCall) => R | R[]): VendorRoute {
    return (call) => {
      const [row, respond, body] = [find(call), responding(call), readBody(call, input, object)];
      return respond(200, change(row, body, call));
    };
  }

  return { reads, creating, changing };
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
function project(value: Json | undefined, spec: readonly unknown[]): Json | undefined {
  if (isList(value)) return value.map((each) => project(each, spec) ?? null);
  if (!isDocument(value)) return value;
  const names = spec.flatMap((one) => Object.entries<unknown>(typeof one === 'string' ? { [one]: {} } : Object(one)));
  const fields = names.flatMap(([key, inner]) => {
    const found = ownOf(value, dashed(key));
    const shown = Array.isArray(inner) ? project(found, inner) : found;
    return shown === undefined ? [] : [[dashed(key), shown] as const];
  });
  return Object.fromEntries(fields);
}
