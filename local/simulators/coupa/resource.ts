import * as z from 'zod';
import type { MemoryState } from '../../collections.ts';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { ownOf } from '../entity.ts';
import type { Settings } from '../simulator.ts';
import { Table } from '../table.ts';
import type { VendorCall, VendorRoute, VendorRoutes } from '../vendor-api.ts';
import { invalid, notFound } from './access.ts';
import { comparable, type Document, dashed, isDocument, isList, type Json, kindOf, type Row } from './document.ts';
import { CONTACT, ENTRY, INTEGRATION, ORDER, type Order, RUN } from './model.ts';
import { parseQuery } from './query.ts';
import { readBody } from './read-document.ts';

/** The stored documents, by the names of their paths. */
export async function openTables(state: MemoryState) {
  async function open<R extends Row>(name: string, example: Document, firstId: number, ...groupedBy: string[]) {
    const kinds = new Map(Object.entries(example).map(([field, value]) => [field, kindOf(field, value)]));
    const readField = (row: R, field: string) => comparable(kinds.get(field) ?? 'text', row[field] ?? example[field]);
    return new Table(await state.collection<R>(name), { groupedBy, firstId, readField });
  }
  return {
    purchase_orders: await open<Order>('purchase_orders', ORDER, 4711, 'exported', 'status'),
    integrations: await open('integrations', INTEGRATION, 1),
    integration_contacts: await open('integration_contacts', CONTACT, 1),
    integration_runs: await open('integration_runs', RUN, 88, 'status'),
    integration_history_records: await open('integration_history_records', ENTRY, 501, 'resolved'),
    integration_errors: await open('integration_errors', ENTRY, 901, 'resolved'),
  };
}
export type Tables = Awaited<ReturnType<typeof openTables>>;

/** How the instance is set up, and what the sources mark INFERRED. */
export const CoupaSettingsSchema = z.strictObject({
  /** The `fields` of each API filter by its name (coupa 20). */
  apiFilters: z.record(z.string(), z.array(z.json())).default({}),
  /** The custom fields of an order: the article's by its id and by its label (coupa 26). */
  customFields: z.array(z.string()).default(['integration-status', 'cf-integration-status']),
  /** coupa 30. */
  cancelledStatus: z.enum(['cancelled', 'canceled']).default('cancelled'),
  /** Whether users' changes that make no new version reset `exported` too (coupa 34). */
  everyChangeResetsExported: z.boolean().default(true),
  /** What ends a run that has unresolved errors (coupa 43). */
  successWithErrors: z.enum(['errored', 'rejected', 'successful']).default('errored'),
  /** coupa 40. */
  resolveReturns: z.enum(['array', 'object']).default('array'),
  secondResolve: z.enum(['rejected', 'accepted']).default('rejected'),
});
export type CoupaSettings = Settings<z.infer<typeof CoupaSettingsSchema>>;

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
