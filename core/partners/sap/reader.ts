import * as z from 'zod/mini';
import type { UnreadableRecord } from '../../pull/puller.ts';
import type { CallContext } from '../../sync/call-context.ts';
import type { PartnerResponse } from '../http.ts';
import { bodyOf, errorFromResponse, unreadableResponse } from './errors.ts';
import { createSapSession, type SapClientOptions } from './session.ts';
import { type SapSettings, serviceUrl } from './settings.ts';

/** A list to read: the service's root and the set, with OData's query options. */
export interface SapList<Row> {
  /** Absent for the purchase order service, OData V4; below it, any other service is V2 (sap 2, 62). */
  readonly root?: string;
  readonly set: string;
  readonly query: Readonly<Record<string, string>>;
  readonly row: z.ZodMiniType<Row>;
}

export interface SapPage<Row> {
  readonly rows: readonly Row[];
  /** Rows that are not what SAP documents, by the name of the field that they are known by. */
  readonly unreadable: readonly UnreadableRecord[];
  /** The last row as SAP wrote it, after which the next page begins; undefined on the last page. */
  readonly last: SapRow | undefined;
}

export type SapRow = Readonly<Record<string, unknown>>;

/** Reads lists of one organization's SAP. Throws RetryableError, PermanentError or IntegrationError. */
export interface SapReader {
  /** The first `PAGE_SIZE` rows, or fewer where SAP ends its page earlier. */
  page<Row>(context: CallContext, list: SapList<Row>, key: string): Promise<SapPage<Row>>;
  /** All rows: for lists that are known to be short. */
  all<Row>(context: CallContext, list: SapList<Row>): Promise<Row[]>;
}

export const PAGE_SIZE = 100;
const MAX_PAGES = 500;

const anyRow = z.looseObject({});
/** V4, or V2 (sap 35, 69). */
const ListSchema = z.union([
  z.object({ value: z.array(anyRow), '@odata.nextLink': z.optional(z.string()) }),
  z.object({ d: z.object({ results: z.array(anyRow), __next: z.optional(z.string()) }) }),
]);

/** The reader of one organization, with a logon of its own. */
export function createSapReader(options: SapClientOptions): SapReader {
  const { settings, clock } = options;
  const { send } = createSapSession(options);

  const readList = async (context: CallContext, url: URL) => {
    const response = await send(context, { method: 'GET', url });
    if (response.status >= 300) throw errorFromResponse(response, clock(), 'none');
    const body = bodyOf(response, ListSchema, 'none');
    const { rows, next } =
      'd' in body ? { rows: body.d.results, next: body.d.__next } : { rows: body.value, next: body['@odata.nextLink'] };
    return { response, rows, next: next === undefined ? undefined : nextUrl(response, url, next) };
  };

  return {
    async page<Row>(context: CallContext, list: SapList<Row>, key: string): Promise<SapPage<Row>> {
      const url = urlOf(settings, { ...list, query: { ...list.query, $top: String(PAGE_SIZE) } });
      const { rows, next } = await readList(context, url);
      const parsed = rows.map((row) => ({ row, result: list.row.safeParse(row) }));
      return {
        rows: parsed.flatMap(({ result }) => (result.success ? [result.data] : [])),
        unreadable: parsed.flatMap(({ row, result }) =>
          result.success ? [] : [unreadableRow(String(row[key] ?? 'unknown'), list.set, result.error)],
        ),
        last: next !== undefined || rows.length >= PAGE_SIZE ? rows.at(-1) : undefined,
      };
    },

    async all<Row>(context: CallContext, list: SapList<Row>): Promise<Row[]> {
      const rows: Row[] = [];
      let url = urlOf(settings, list);
      for (let page = 1; page <= MAX_PAGES; page++) {
        const { response, rows: found, next } = await readList(context, url);
        rows.push(...found.map((row) => parseRow(response, list.row, row)));
        if (next === undefined) return rows;
        url = next;
      }
      throw new RangeError(`A list of SAP has more than ${MAX_PAGES} pages.`);
    },
  };
}

function urlOf(settings: SapSettings, { root, set, query }: SapList<unknown>): URL {
  const url = serviceUrl(settings, `/${set}`, root);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function nextUrl(response: PartnerResponse, url: URL, next: string): URL {
  const found = URL.parse(next, url.toString());
  // Credentials are for this host only.
  if (found?.origin !== url.origin) throw unreadableResponse(response.status, 'none');
  return found;
}

function parseRow<Row>({ status }: PartnerResponse, schema: z.ZodMiniType<Row>, row: unknown): Row {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  throw unreadableResponse(status, 'none', result.error);
}

/** The message names fields, never their values. */
function unreadableRow(record: string, set: string, { issues }: z.core.$ZodError): UnreadableRecord {
  const fields = issues.map(({ path }) => path.join('.')).join(', ');
  return { record, code: 'sap.unreadable_answer', message: `SAP's ${set} has unexpected values in ${fields}.` };
}

/** A field by which a list continues. Throws RetryableError for a row without it. */
export function positionOf(row: SapRow, field: string): string {
  const value = row[field];
  if (typeof value === 'string' && value !== '') return value;
  throw unreadableResponse(200, 'none', new Error(`A row has no ${field}.`));
}

/** Text in a filter: quotes are doubled. https://docs.oasis-open.org/odata/odata/v4.01 (5.1.1.14.1) */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A filter that matches one of the values. */
export function anyOf(field: string, values: readonly string[]): string {
  return values.map((value) => `${field} eq ${quoted(value)}`).join(' or ');
}
