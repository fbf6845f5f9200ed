import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { Table } from '../table.ts';
import type { VendorCall, VendorRoute, VendorRoutes } from '../vendor-api.ts';
import type { Document, Row } from './document.ts';
import { notFound } from './errors.ts';
import { type Output, readOutput } from './output.ts';
import { parseQuery } from './query.ts';
import { readBody, type Words } from './read-document.ts';
import type { CoupaSettings } from './settings.ts';

export interface ResourceOptions<R extends Row> {
  /** For example `/api/purchase_orders`. */
  readonly path: string;
  /** The key of its refusals (coupa 48). */
  readonly object: string;
  readonly table: Table<R>;
  readonly example: Document;
  /** What some fields of a body may have. */
  readonly words?: Words;
  readonly settings: CoupaSettings;
  readonly render: (row: R, showsDeletedLines: boolean) => Document;
}

/** What all kinds of documents have in common. A list of rows is returned as a list. */
export function createResource<R extends Row>(options: ResourceOptions<R>) {
  const { path, object, table, example, words = {}, settings, render } = options;

  function respond(status: number, found: R | readonly R[], { showsDeletedLines, shape }: Output): HttpResponse {
    const show = (row: R) => shape(render(row, showsDeletedLines));
    return jsonResponse(status, 'id' in found ? show(found) : found.map(show));
  }

  /** coupa 49. */
  function find({ params: { id = '' } }: VendorCall): R {
    const row = table.get(id);
    if (row === undefined) throw notFound();
    return row;
  }

  const reads: VendorRoutes = {
    [`GET ${path}`]: (call) => {
      const output = readOutput(object, call, settings);
      return respond(200, table.select(parseQuery(example, object, call.parameters)), output);
    },
    [`GET ${path}/{id}`]: (call) => respond(200, find(call), readOutput(object, call, settings)),
  };

  function creating(input: Document, create: (body: Document) => R): VendorRoute {
    return (call) => {
      const [output, body] = [readOutput(object, call, settings), readBody(call, input, object, words)];
      return respond(201, create(body), output);
    };
  }

  function changing(input: Document, change: (row: R, body: Document, call: VendorCall) => R | R[]): VendorRoute {
    return (call) => {
      const [row, output, body] = [
        find(call),
        readOutput(object, call, settings),
        readBody(call, input, object, words),
      ];
      return respond(200, change(row, body, call), output);
    };
  }

  return { reads, creating, changing };
}
