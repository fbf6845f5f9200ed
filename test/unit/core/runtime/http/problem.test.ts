import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, type ErrorCode, HubError, invalidFields } from '../../../../../core/domain/errors.ts';
import { HTTP_STATUS, problemResponse } from '../../../../../core/runtime/http/problem.ts';

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

describe('a problem', () => {
  it.each(Object.keys(ERROR_CODES).filter(isErrorCode))('has the members of RFC 9457 for %s', (code) => {
    const { statusCode, headers, body } = problemResponse(new HubError(code, 'Say what to change.'));
    const { status, title } = HTTP_STATUS[ERROR_CODES[code]];
    expect(headers['content-type']).toBe('application/problem+json');
    expect(statusCode).toBe(status);
    expect(JSON.parse(body)).toEqual({ type: 'about:blank', title, status, code, detail: 'Say what to change.' });
  });

  it('has a status of its own, from 400 to 599, for each kind of error', () => {
    const statuses = Object.values(HTTP_STATUS).map(({ status }) => status);
    expect(new Set(statuses).size).toBe(statuses.length);
    expect(statuses.every((status) => status >= 400 && status <= 599)).toBe(true);
    expect(new Set(Object.values(ERROR_CODES))).toEqual(new Set(Object.keys(HTTP_STATUS)));
  });

  it('has the fields of a validation error as errors', () => {
    const fields = [{ path: 'items.0.quantity', message: 'must be at least 1' }];
    expect(JSON.parse(problemResponse(invalidFields(fields)).body)).toMatchObject({
      detail: 'items.0.quantity must be at least 1.',
      errors: fields,
    });
  });

  it.each([
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'ThrottlingException',
    'TransactionConflictException',
    'TransactionInProgressException',
  ])('is 503 with Retry-After for %s', (name) => {
    const { statusCode, headers, body } = problemResponse(Object.assign(new Error('secret'), { name }));
    expect({ statusCode, retryAfter: headers['retry-after'] }).toEqual({ statusCode: 503, retryAfter: '1' });
    expect(body).not.toContain('secret');
  });

  it.each([
    ['TransactionConflict', 503],
    ['ThrottlingError', 503],
    ['ValidationError', 500],
  ])('is, for a transaction cancelled with %s, %i', (Code, status) => {
    const metadata = { message: '', $metadata: {} };
    const error = new TransactionCanceledException({ ...metadata, CancellationReasons: [{ Code: 'None' }, { Code }] });
    expect(problemResponse(error).statusCode).toBe(status);
  });

  it.each([new Error('secret'), 'secret', undefined, { code: 'validation.failed', message: 'secret' }])(
    'is 500 without the cause for any other error, as %p',
    (error) => {
      const { statusCode, headers, body } = problemResponse(error);
      expect(statusCode).toBe(500);
      expect(headers).not.toHaveProperty('retry-after');
      expect(JSON.parse(body)).toMatchObject({ code: 'hub.internal_error' });
      expect(body).not.toContain('secret');
    },
  );
});
