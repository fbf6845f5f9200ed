import { describe, expect, it } from '@jest/globals';
import { toXml } from '../../../../core/domain/spendint/xml.ts';
import { linkHeader } from '../../../../functions/supplier/table-links.ts';
import { fittingRows } from '../../../../functions/supplier/table-response.ts';
import { httpEvent } from '../../support/http-event.ts';

/** The limit of a Lambda function's response, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

describe('the rows of a response', () => {
  const encoders = { 'application/json': JSON.stringify, 'application/xml': toXml };

  it.each([
    ['application/json', 'x'],
    ['application/json', '"'],
    ['application/json', '\u{1}'],
    ['application/json', '€'],
    ['application/xml', '<'],
    ['application/xml', '\u{1}'],
  ] as const)('fit as %s when they consist of %j', (type, character) => {
    const row = { error_message: character.repeat(20_000) };
    const rows = Array.from({ length: 400 }, () => row);
    const result = fittingRows(rows, (one) => one, type);
    expect(result.length).toBeGreaterThan(10);
    expect(result.length).toBeLessThan(400);
    const body = encoders[type]({ result });
    const response = JSON.stringify({ statusCode: 200, headers: { link: 'x'.repeat(10_000) }, body });
    expect(Buffer.byteLength(response)).toBeLessThan(MAX_RESPONSE_BYTES);
  });

  it('are at least one', () => {
    const row = { error_message: 'x'.repeat(MAX_RESPONSE_BYTES) };
    expect(fittingRows([row, row], (one) => one, 'application/json')).toEqual([row]);
  });
});

function linksOf(query: Record<string, string>, page: Parameters<typeof linkHeader>[1], headers = {}) {
  const event = httpEvent('GET /api/now/table/{table}', { params: { table: 't' }, query, headers });
  const header = linkHeader(event, page);
  return Object.fromEntries(
    [...header.matchAll(/<([^>]*)>;rel="(\w+)"(?:,|$)/g)].map(([, url = '', rel = '']) => [rel, url]),
  );
}

describe('the links of a page', () => {
  it('keep the query', () => {
    const query = { sysparm_query: 'a=b&c^d=é e', sysparm_fields: 'x', sysparm_limit: '99999', sysparm_offset: '20' };
    const links = linksOf(query, { limit: 10, offset: 20, count: 10, total: 45 }, { host: 'hub.example:8443' });
    const offsets = Object.entries(links).map(([rel, url]) => {
      const { origin, pathname, searchParams } = new URL(url);
      expect([origin, pathname]).toEqual(['https://hub.example:8443', '/api/now/table/t']);
      expect(Object.fromEntries(searchParams)).toEqual({
        ...query,
        sysparm_limit: '10',
        sysparm_offset: searchParams.get('sysparm_offset'),
      });
      return [rel, searchParams.get('sysparm_offset')];
    });
    expect(Object.fromEntries(offsets)).toEqual({ first: '0', prev: '10', next: '30', last: '40' });
  });

  it('go on after the rows that are shown, where the page was cut', () => {
    const { next = '' } = linksOf({}, { limit: 10, offset: 20, count: 3, total: 45 });
    expect(new URL(next).searchParams.get('sysparm_offset')).toBe('23');
  });

  it.each([
    ['of all rows', { limit: 10, offset: 0, count: 5, total: 5 }, ['first', 'last']],
    ['without rows', { limit: 10, offset: 0, count: 0, total: 0 }, ['first', 'last']],
    ['beyond the last', { limit: 10, offset: 30, count: 0, total: 5 }, ['first', 'last', 'prev']],
    ['the last', { limit: 10, offset: 40, count: 5, total: 45 }, ['first', 'last', 'prev']],
  ])('lead to no other page from one %s', (_, page, expected) => {
    expect(Object.keys(linksOf({}, page)).sort()).toEqual(expected);
  });

  it('have the protocol of the call', () => {
    const { first } = linksOf({}, { limit: 1, offset: 0, count: 0, total: 0 }, { 'x-forwarded-proto': 'http' });
    expect(first).toMatch(/^http:\/\/localhost\//);
  });

  it('name no host that is none', () => {
    const { first } = linksOf({}, { limit: 1, offset: 0, count: 0, total: 0 }, { host: 'x>;rel="next' });
    expect(first).toMatch(/^https:\/\/localhost\//);
  });

  it('fit in the headers of API Gateway', () => {
    const query = { sysparm_query: 'skuIN'.padEnd(3000, 'é') };
    expect(linksOf(query, { limit: 1, offset: 1, count: 1, total: 5 })).toEqual({});
    const shorter = { sysparm_query: 'skuIN'.padEnd(1000, 'é') };
    expect(Object.keys(linksOf(shorter, { limit: 1, offset: 1, count: 1, total: 5 }))).toEqual(['next']);
  });
});
