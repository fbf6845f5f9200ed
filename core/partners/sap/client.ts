import * as z from 'zod/mini';
import type { CallContext } from '../../sync/call-context.ts';
import type { CallEffect } from '../../sync/errors.ts';
import type { PartnerResponse } from '../http.ts';
import { bodyOf, errorFromResponse, unreadableResponse } from './errors.ts';
import { createSapSession, type SapClientOptions } from './session.ts';
import { serviceUrl } from './settings.ts';

/**
 * Calls one organization's SAP and validates its responses. Paths are below the service's root. Throws RetryableError,
 * PermanentError or IntegrationError.
 */
export interface SapClient {
  get<Output>(context: CallContext, path: string, schema: z.ZodMiniType<Output>): Promise<Output>;
  /** The rows of all pages of a list. */
  list<Row>(context: CallContext, path: string, row: z.ZodMiniType<Row>): Promise<Row[]>;
  post<Output>(context: CallContext, path: string, body: unknown, schema: z.ZodMiniType<Output>): Promise<Output>;
  /** Changes the entity if it still has this ETag (sap 40, 41). */
  patch(context: CallContext, path: string, etag: string, body: unknown): Promise<void>;
  delete(context: CallContext, path: string, etag: string): Promise<void>;
}

const MAX_PAGES = 100;

/** The client of one organization, with a session of its own. */
export function createSapClient(options: SapClientOptions): SapClient {
  const { settings, clock } = options;
  const { send, write } = createSapSession(options);
  const urlOf = (path: string): URL => serviceUrl(settings, path);

  const read = <Output>(response: PartnerResponse, schema: z.ZodMiniType<Output>, effect: CallEffect): Output => {
    expectSuccess(response, effect);
    return bodyOf(response, schema, effect);
  };

  const expectSuccess = (response: PartnerResponse, effect: CallEffect): void => {
    if (response.status >= 300) throw errorFromResponse(response, clock(), effect);
  };

  return {
    get: async (context, path, schema) =>
      read(await send(context, { method: 'GET', url: urlOf(path) }), schema, 'none'),

    async list<Row>(context: CallContext, path: string, row: z.ZodMiniType<Row>): Promise<Row[]> {
      const PageSchema = z.object({ value: z.array(row), '@odata.nextLink': z.optional(z.string()) });
      const rows: Row[] = [];
      let url = urlOf(path);
      for (let page = 1; page <= MAX_PAGES; page++) {
        const response = await send(context, { method: 'GET', url });
        const { value, '@odata.nextLink': nextLink } = read(response, PageSchema, 'none');
        rows.push(...value);
        if (nextLink === undefined) return rows;
        const next = URL.parse(nextLink, url.toString());
        // Credentials are for this host only.
        if (next?.origin !== url.origin) throw unreadableResponse(response.status, 'none');
        url = next;
      }
      throw new RangeError(`A list of SAP has more than ${MAX_PAGES} pages.`);
    },

    async post(context, path, body, schema) {
      const headers = { 'content-type': 'application/json' };
      const request = { method: 'POST', url: urlOf(path), headers, body: JSON.stringify(body) } as const;
      return read(await write(context, request), schema, 'unknown');
    },

    async patch(context, path, etag, body) {
      const headers = { 'content-type': 'application/json', 'if-match': etag, prefer: 'return=minimal' };
      const request = { method: 'PATCH', url: urlOf(path), headers, body: JSON.stringify(body) } as const;
      expectSuccess(await write(context, request), 'unknown');
    },

    async delete(context, path, etag) {
      const request = { method: 'DELETE', url: urlOf(path), headers: { 'if-match': etag } } as const;
      expectSuccess(await write(context, request), 'unknown');
    },
  };
}
