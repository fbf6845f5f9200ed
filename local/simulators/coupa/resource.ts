import type { HttpResponse } from '../../http/message.ts';
import type { ValueOf } from '../sorted-rows.ts';
import type { Table } from '../table.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { comparable, type Document, kindOf, type Row } from './document.ts';
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
  readonly settings: CoupaSettings;
  readonly render: (row: R, showsDeletedLines: boolean) => Document;
}

/** What all kinds of documents have in common. */
export function createResource<R extends Row>({ path, object, table, example, settings, render }: ResourceOptions<R>) {
  const output = (call: VendorCall): Output => readOutput(object, call, settings);

  function respond(status: number, row: R, as: Output): HttpResponse {
    return as.respond(status, render(row, as.showsDeletedLines));
  }
  /** coupa 49. */
  function find({ params: { id = '' } }: VendorCall): R {
    const row = table.get(id);
    if (row === undefined) throw notFound(settings.current.notFoundBody);
    return row;
  }
  const reads: VendorRoutes = {
    [`GET ${path}`]: (call) => {
      const as = output(call);
      const rows = table.select(parseQuery(example, object, call.parameters));
      return as.respond(
        200,
        rows.map((row) => render(row, as.showsDeletedLines)),
      );
    },
    [`GET ${path}/{id}`]: (call) => respond(200, find(call), output(call)),
  };
  const read = (call: VendorCall, input: Document, words: Words = {}): Document =>
    readBody(call, input, words, object, settings.current.rejectUnknownFields);
  return { path, object, table, reads, output, find, respond, read, render };
}
export type Resource<R extends Row> = ReturnType<typeof createResource<R>>;

/** What rows like the example are compared by. */
export function valuesLike(example: Document): (row: Row, field: string) => ReturnType<ValueOf<Row>> {
  const kinds = new Map(Object.entries(example).map(([name, value]) => [name, kindOf(name, value)]));
  return (row, field) => comparable(kinds.get(field) ?? 'text', row[field] ?? example[field]);
}
