import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { type Entity, textOf, type Value } from '../../entity.ts';
import { type EntityType, type Property, type Row, timestampOf } from './edm.ts';
import { type SapError, SEVERITY } from './errors.ts';

/** An OData service: a type of entities, with all that are in them. */
export interface Service {
  /** The path, with a slash at its end. */
  readonly root: string;
  readonly dialect: Dialect;
  readonly type: EntityType;
  /** All entities of the type, or at least the one that a key beginning with this value is in. */
  readonly rows: (firstKey?: string) => Iterable<Entity>;
  /** Absent when the service is only read. `path` is below the root. */
  readonly write?: (path: string, request: HttpRequest) => HttpResponse;
}

/** What differs between OData V2 and V4. */
export interface Dialect {
  readonly headers: Readonly<Record<string, string>>;
  /** Of literals in filters: what surrounds the value. */
  readonly literals: Readonly<Record<'Edm.Date' | 'Edm.DateTimeOffset' | 'Edm.Decimal', RegExp>>;
  /** The query option that asks for the number of all rows, and its values. */
  readonly count: { readonly option: string; readonly wanted: string; readonly unwanted: string };
  /** Reads `$expand`. */
  expansions(expand: string): readonly Expansion[];
  /** A value as JSON. */
  show(value: Value, type: Property['type']): unknown;
  /** Absent when entities have no ETag. */
  readonly etagOf?: (root: Entity) => string;
  /** What an entity has beside its properties. `url` is the entity's own. */
  annotations(type: EntityType, row: Row, url: string, shape: Shape): object;
  /** Stands for children that are not expanded; undefined: nothing does. */
  deferred(url: string, shape: Shape): unknown;
  /** Several expanded children. */
  children(rows: readonly object[]): unknown;
  entity(json: object, at: Place): object;
  /** A page of a list, with the number of rows on all pages and the query of the next page's URL, where there is one. */
  page(rows: readonly object[], count: number | undefined, next: string | undefined, at: Place): object;
  serviceDocument(sets: readonly string[]): object;
  error(error: SapError, now: number): HttpResponse;
}

/** What a response is about. */
export interface Place {
  readonly type: EntityType;
  /** Below the service's root, whose URL is `base`. */
  readonly path: string;
  readonly base: string;
}

/** A navigation property in `$expand`, with the query options for what it leads to. */
export type Expansion = readonly [navigation: string, options: URLSearchParams];

/** Which parts of an entity a response has. */
export interface Shape {
  /** Undefined: all properties. */
  readonly select?: readonly string[] | undefined;
  /** By navigation property. */
  readonly expand: Readonly<Record<string, Shape>>;
  /** `SAP__Messages` of the entity. */
  readonly messages?: readonly object[];
}

export const V4: Dialect = {
  headers: { 'content-type': 'application/json;odata.metadata=minimal;charset=utf-8', 'odata-version': '4.0' },
  literals: {
    'Edm.Date': /^(.*)$/,
    'Edm.DateTimeOffset': /^(.*)$/,
    'Edm.Decimal': /^(-?\d+(?:\.\d+)?)$/,
  },
  count: { option: '$count', wanted: 'true', unwanted: 'false' },
  expansions: (expand) => splitOutsideParentheses(expand, ',').map(expansionOf),
  show: (value) => value,
  etagOf,
  annotations(type, { root }, _, { select, messages = [] }) {
    const hasMessages = type.messages && (!select || select.includes('SAP__Messages'));
    return { '@odata.etag': etagOf(root), ...(hasMessages && { SAP__Messages: messages }) };
  },
  deferred: () => undefined,
  children: (rows) => rows,
  entity: (json, place) => ({ '@odata.context': `${contextOf(place)}/$entity`, ...json }),
  page: (rows, count, next, place) => ({
    '@odata.context': contextOf(place),
    '@odata.count': count,
    value: rows,
    // Relative to the request's URL (sap 35).
    '@odata.nextLink': next === undefined ? undefined : `${place.path.split('/').at(-1)}?${next}`,
  }),
  serviceDocument: (sets) => ({ '@odata.context': '$metadata', value: sets.map((name) => ({ name, url: name })) }),
  /** sap 44. */
  error({ status, category, messages }, now) {
    const [first, ...details] = messages.map(({ code, text, target }) => ({ code, message: text, target }));
    const severity = { '@SAP__common.Severity': 'error', '@SAP__common.numericSeverity': SEVERITY.error };
    const service = { ServiceRepository: 'SRVD_A2X', ServiceId: 'API_PURCHASEORDER_2', ServiceVersion: '0001' };
    const ErrorDetails = {
      '@SAP__common.Application': { ComponentId: 'MM-PUR-PO', ...service },
      '@SAP__common.TransactionId': randomBytes(16).toString('hex').toUpperCase(),
      '@SAP__common.Timestamp': `${new Date(now).toISOString().replace(/[-:TZ]/g, '')}000`,
    };
    const error = {
      ...first,
      '@SAP__common.ExceptionCategory': category,
      details: details.map((detail) => ({ ...detail, ...severity })),
      innererror: { ErrorDetails },
    };
    return { status, headers: V4.headers, body: JSON.stringify({ error }) };
  },
};

/** An order and everything below it share one ETag: a change of an item is a change of the document. */
export function etagOf(order: Entity): string {
  return `W/"${textOf(order, 'LastChangeDateTime').replace(/\D/g, '')}"`;
}

/** Relative to the request's URL. */
function contextOf({ path, type }: Place): string {
  return `${'../'.repeat(path.split('/').length - 1)}$metadata#${type.set}`;
}

/** `_PurchaseOrderItem($select=OrderQuantity;$expand=_PurOrdAccountAssignment)`. */
function expansionOf(term: string): Expansion {
  const [, navigation = '', options = ''] = /^(\w+)(?:\((.*)\))?$/.exec(term.trim()) ?? [];
  return [navigation, new URLSearchParams(splitOutsideParentheses(options, ';').join('&'))];
}

function splitOutsideParentheses(list: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of list) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === separator && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${character}`);
  }
  return parts;
}

/** sap 69-71. */
export const V2: Dialect = {
  headers: { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '2.0' },
  literals: {
    'Edm.Date': /^datetime'(\d{4}-\d{2}-\d{2})T00:00(?::00(?:\.0+)?)?'$/,
    'Edm.DateTimeOffset': /^datetimeoffset'(.*)'$/,
    'Edm.Decimal': /^(-?\d+(?:\.\d+)?)[mM]?$/,
  },
  count: { option: '$inlinecount', wanted: 'allpages', unwanted: 'none' },
  expansions,
  /** Decimals are strings, and dates milliseconds. */
  show(value, type) {
    if (type === 'Edm.Decimal') return Number(value).toFixed(2);
    if (typeof value !== 'string') return value;
    if (type === 'Edm.Date') return `/Date(${Date.parse(value)})/`;
    return type === 'Edm.DateTimeOffset' ? `/Date(${Date.parse(value)}+0000)/` : value;
  },
  annotations: ({ set }, _, uri) => ({ __metadata: { id: uri, uri, type: `${set}Type` } }),
  deferred: (uri, { select }) => (select === undefined ? { __deferred: { uri } } : undefined),
  children: (rows) => ({ results: rows }),
  entity: (json) => ({ d: json }),
  page(rows, count, next, { base, path }) {
    const __next = next === undefined ? undefined : `${base}${path}?${next}`;
    return { d: { results: rows, __count: count === undefined ? undefined : String(count), __next } };
  },
  serviceDocument: (sets) => ({ d: { EntitySets: sets } }),
  error({ status, messages }, now) {
    const [first] = messages;
    const errordetails = messages.map(({ code, text, target }) => {
      return { code, message: text, propertyref: target ?? '', severity: 'error' };
    });
    const error = {
      code: first.code.replace('CM_V4_COS', 'CM_MGW_RT'),
      message: { lang: 'en', value: first.text },
      innererror: { timestamp: timestampOf(now), errordetails },
    };
    return { status, headers: V2.headers, body: JSON.stringify({ error }) };
  },
};

/** `to_Supplier,to_BusinessPartnerAddress/to_EmailAddress` (sap 64). */
function expansions(expand: string): readonly Expansion[] {
  const paths = expand.split(',').map((path) => path.trim());
  const navigations = new Set(paths.map((path) => path.split('/')[0] ?? ''));
  return [...navigations].map((navigation) => {
    const below = paths
      .filter((path) => path.startsWith(`${navigation}/`))
      .map((path) => path.slice(navigation.length + 1));
    return [navigation, new URLSearchParams(below.length > 0 ? { $expand: below.join(',') } : {})];
  });
}
