import { timestampOf } from './edm.ts';
import type { Dialect, Expansion } from './service.ts';

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
