import { describe, expect, it } from '@jest/globals';
import { HubError } from '../../../../core/domain/errors.ts';
import { SUCCESS } from '../../../../core/domain/spendint/outcome.ts';
import { acceptedType } from '../../../../functions/supplier/accepted-type.ts';
import { DialectError } from '../../../../functions/supplier/dialect-error.ts';
import { encode } from '../../../../functions/supplier/encode.ts';
import { supplierProblem } from '../../../../functions/supplier/problem.ts';
import { httpEvent } from '../../support/http-event.ts';
import { pathOf } from './support.ts';

function event(headers: Record<string, string> = {}, path?: string) {
  return httpEvent(pathOf('catalog'), { headers, ...(path !== undefined && { path }) });
}

describe('the type of an answer', () => {
  it.each([
    ['application/xml', 'application/xml'],
    ['text/xml', 'application/xml'],
    ['Application/XML; charset=utf-8', 'application/xml'],
    ['application/xml, application/json;q=0.5', 'application/xml'],
    ['text/html, application/xml;q=0.9, */*;q=0.8', 'application/xml'],
    ['application/xml, */*', 'application/xml'],
    ['application/json', 'application/json'],
    ['application/json, application/xml', 'application/json'],
    ['application/xml;q=0.5, application/json', 'application/json'],
    ['application/xml;q=0.5, */*', 'application/json'],
    ['application/xml;q=0', 'application/json'],
    ['application/xml;q=x', 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'application/json'],
    ['', 'application/json'],
    [undefined, 'application/json'],
  ])('for %j is %s', (accept, type) => {
    expect(acceptedType(accept)).toBe(type);
  });
});

describe('an outcome', () => {
  it('is JSON, with the headers of its route', () => {
    expect(encode({ status: 200, body: SUCCESS, headers: { 'x-total-count': '3' } }, event())).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json;charset=UTF-8', 'x-total-count': '3' },
      body: '{"result":{"response":"success"}}',
    });
  });

  it('is XML where that is accepted', () => {
    expect(encode({ status: 200, body: SUCCESS }, event({ accept: 'application/xml' }))).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/xml;charset=UTF-8' },
      body: '<?xml version="1.0" encoding="UTF-8"?><response><result><response>success</response></result></response>',
    });
  });
});

describe('a refusal', () => {
  it('has ServiceNow’s shape', () => {
    const { statusCode, body } = supplierProblem(new DialectError(400, 'root is missing'), event());
    expect([statusCode, JSON.parse(body)]).toEqual([
      400,
      { error: { message: 'root is missing', detail: null }, status: 'failure' },
    ]);
  });

  it('asks for HTTP Basic with 401', () => {
    const { headers } = supplierProblem(new DialectError(401, 'User Not Authenticated'), event());
    expect(headers['www-authenticate']).toBe('Basic realm="procurement-hub", charset="UTF-8"');
  });

  it('says when to call again with 429', () => {
    const { statusCode, headers } = supplierProblem(new DialectError(429, 'Rate limit exceeded', null, 17), event());
    expect([statusCode, headers['retry-after']]).toEqual([429, '17']);
  });

  it('is XML where that is accepted, and escaped', () => {
    const refusal = new DialectError(400, 'root <must> be a list');
    const { headers, body } = supplierProblem(refusal, event({ accept: 'text/xml' }));
    expect(headers['content-type']).toBe('application/xml;charset=UTF-8');
    expect(body).toContain('<message>root &#60;must&#62; be a list</message><detail></detail>');
  });

  it('names the path that does not exist, cut', () => {
    const { statusCode, body } = supplierProblem(
      new HubError('route.not_found', 'The API has no such route.'),
      event({}, `/api/${'x'.repeat(1000)}`),
    );
    expect([statusCode, JSON.parse(body).error.message]).toEqual([
      404,
      'Requested URI does not represent any resource',
    ]);
    expect(body.length).toBeLessThan(300);
  });
});

describe('a failure of the hub', () => {
  it('tells nothing of its cause', () => {
    const { statusCode, body } = supplierProblem(new Error('password of table procurement-hub-dev-hub'), event());
    expect(statusCode).toBe(500);
    expect(body).not.toMatch(/procurement-hub|password|at /);
  });

  it('is 503 with a second to wait when the table is overloaded', () => {
    const overload = Object.assign(new Error('busy'), { name: 'ThrottlingException' });
    const { statusCode, headers, body } = supplierProblem(overload, event());
    expect([statusCode, headers['retry-after']]).toEqual([503, '1']);
    expect(JSON.parse(body)).toMatchObject({ error: { message: 'Service Unavailable' }, status: 'failure' });
  });
});
