import { randomBytes } from 'node:crypto';
import { type Entity, textOf } from '../../entity.ts';
import { SEVERITY } from './errors.ts';
import type { Dialect, Expansion, Place } from './service.ts';

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
