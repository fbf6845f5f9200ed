import { describe, expect, it } from '@jest/globals';
import { errorFromResponse } from '../../../../../core/partners/sap/errors.ts';
import { IntegrationError, PermanentError, RetryableError } from '../../../../../core/sync/errors.ts';

const NOW = Date.UTC(2026, 1, 24, 10, 0, 0);
function response(status: number, body: unknown, headers: Record<string, string> = {}) {
  return {
    status,
    headers: new Headers(headers),
    text: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

describe('an error of SAP', () => {
  it('has SAP’s message, with every detail and its target', () => {
    const error = errorFromResponse(
      response(400, {
        error: {
          code: 'ME/083',
          message: 'Enter Cost Center',
          target: 'CostCenter',
          details: [{ code: '06/436', message: 'Plant 9999 does not exist', target: 'Plant' }],
        },
      }),
      NOW,
      'unknown',
    );
    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toBe(
      'SAP returned 400: Enter Cost Center [CostCenter] (ME/083); Plant 9999 does not exist [Plant] (06/436)',
    );
  });

  it.each([
    [
      'V2’s message object',
      { error: { code: 'MM/1', message: { lang: 'en', value: 'No supplier' } } },
      'No supplier (MM/1)',
    ],
    ['a gateway’s fault', { fault: { faultstring: 'Spike arrest' } }, 'Spike arrest (gateway)'],
    ['an HTML page', '<html><body><h1>Service Unavailable</h1></body></html>', 'Service Unavailable'],
    ['nothing', '', 'no body'],
  ])('is read from %s', (_, body, words) => {
    expect(errorFromResponse(response(400, body), NOW, 'unknown').message).toContain(words);
  });

  it.each([
    [429, { 'retry-after': '2' }, 'none', 2],
    [429, { 'retry-after': '604800' }, 'none', 3600],
    [503, {}, 'unknown', undefined],
    [503, { 'retry-after': new Date(NOW + 7000).toUTCString() }, 'unknown', 7],
    [500, {}, 'unknown', undefined],
    [502, {}, 'unknown', undefined],
    [409, {}, 'none', undefined],
    [412, {}, 'none', undefined],
    [423, {}, 'none', undefined],
    [403, { 'x-csrf-token': 'Required' }, 'none', undefined],
  ])('is retryable for %i %j, with the effect %s', (status, headers, effect, retryAfterSeconds) => {
    const error = errorFromResponse(response(status, '', headers), NOW, 'unknown');
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ effect, retryAfterSeconds });
  });

  it.each([400, 403, 404, 428])('is permanent for %i', (status) => {
    expect(errorFromResponse(response(status, ''), NOW, 'unknown')).toBeInstanceOf(PermanentError);
  });

  it.each([
    [302, 'sap.redirected'],
    [401, 'sap.unauthorized'],
  ])('pauses the integration for %i', (status, code) => {
    const error = errorFromResponse(response(status, ''), NOW, 'unknown');
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error.code).toBe(code);
  });

  it('is made of the start of a large page, with single spaces', () => {
    expect(errorFromResponse(response(500, '<'.repeat(1_000_000)), NOW, 'none').message).toMatch(
      /^SAP returned 500: </,
    );
    const page = '<html><body><h1>Bad</h1> <p>Gateway</p>';
    expect(errorFromResponse(response(500, page), NOW, 'none').message).toBe('SAP returned 500: Bad Gateway.');
  });

  it('has no effect for a read', () => {
    for (const status of [500, 503]) {
      expect(errorFromResponse(response(status, ''), NOW, 'none')).toMatchObject({ effect: 'none' });
    }
  });
});
