import { describe, expect, it } from '@jest/globals';
import { etagOf, requireMatch } from '../../../../../core/runtime/http/etag.ts';
import { problemResponse } from '../../../../../core/runtime/http/problem.ts';

const request = { id: 'proc_1', version: 3 };

describe('If-Match', () => {
  it.each([undefined, '"3"', '*', '"2", "3"', ' "3" '])('admits version 3 as %p', (ifMatch) => {
    expect(() => requireMatch(ifMatch, request)).not.toThrow();
  });

  it.each(['"2"', '3', 'W/"3"', '""', '', '"33"', 'x'])(
    'rejects version 3 as %p, with 412 and the current version',
    (ifMatch) => {
      let thrown: unknown;
      try {
        requireMatch(ifMatch, request);
      } catch (error) {
        thrown = error;
      }
      const { statusCode, headers, body } = problemResponse(thrown);
      expect({ statusCode, etag: headers.etag }).toEqual({ statusCode: 412, etag: etagOf(3) });
      expect(JSON.parse(body)).toMatchObject({ code: 'request.version_mismatch', current_version: 3 });
    },
  );
});
