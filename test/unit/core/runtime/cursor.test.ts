import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HubError } from '../../../../core/domain/errors.ts';
import { decodeCursor, encodeCursor } from '../../../../core/runtime/cursor.ts';
import { REQUEST_SORT_KEY, requestSortKey } from '../../../../core/store/requests.ts';

const SORT_KEY = requestSortKey(1_708_733_400_123, 'proc_9xKpQ2mR4wVbN3');
const SCOPE = ['org_5jHtK4pR8uWn', 'approved', undefined, 'usr_7nLsW8kF9xYt'];
const INVALID = expect.objectContaining({
  code: 'cursor.invalid',
  message: 'cursor must be a cursor that this list returned for the same filters.',
  fields: [{ path: 'cursor', message: 'must be a cursor that this list returned for the same filters' }],
});

function decode(cursor: string, scope: readonly (string | undefined)[] = SCOPE): string | undefined {
  return decodeCursor(scope, REQUEST_SORT_KEY, cursor);
}

/** What a caller can make of a cursor: an error, or a sort key of the list's form. */
function expectErrorOrSortKey(cursor: string): void {
  try {
    expect(decode(cursor)).toMatch(REQUEST_SORT_KEY);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    expect(error).toEqual(INVALID);
  }
}

/** The parts of a cursor: version, hash of the scope, sort key. */
function partsOf(cursor: string): unknown[] {
  return JSON.parse(Buffer.from(cursor, 'base64url').toString());
}
function cursorOf(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

describe('a cursor', () => {
  it('gives back its sort key for the same organization and filters', () => {
    const cursor = encodeCursor(SCOPE, SORT_KEY);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decode(cursor)).toBe(SORT_KEY);
    expect(decode(encodeCursor(['org_1'], SORT_KEY), ['org_1'])).toBe(SORT_KEY);
  });

  it.each([
    ['another organization', ['org_9zYxW8vU7tSr', 'approved', undefined, 'usr_7nLsW8kF9xYt']],
    ['another filter', ['org_5jHtK4pR8uWn', 'draft', undefined, 'usr_7nLsW8kF9xYt']],
    ['one filter less', ['org_5jHtK4pR8uWn', 'approved', undefined, undefined]],
    ['the same values in other filters', ['org_5jHtK4pR8uWn', undefined, 'approved', 'usr_7nLsW8kF9xYt']],
    ['values that are joined', ['org_5jHtK4pR8uWn', 'approved', undefined, 'usr_7nLsW8kF9xYt', undefined]],
  ])('is rejected for %s', (_, scope) => {
    const cursor = encodeCursor(SCOPE, SORT_KEY);
    expect(() => decode(cursor, scope)).toThrow(INVALID);
  });

  it('is rejected with another version', () => {
    const [version, hash, sortKey] = partsOf(encodeCursor(SCOPE, SORT_KEY));
    for (const other of [Number(version) + 1, String(version), null]) {
      expect(() => decode(cursorOf([other, hash, sortKey]))).toThrow(INVALID);
    }
  });

  it('names neither the organization nor the filters', () => {
    const [version, hash, sortKey, ...rest] = partsOf(encodeCursor(SCOPE, SORT_KEY));
    expect({ version, sortKey, rest }).toEqual({ version: 1, sortKey: SORT_KEY, rest: [] });
    expect(hash).toMatch(/^[\w-]{22}$/);
  });

  it.each([
    'ORG#org_other#REQUEST#proc_9xKpQ2mR4wVbN3',
    `${SORT_KEY}\n`,
    ` ${SORT_KEY}`,
    `${SORT_KEY}#more`,
    '001708733400123#proc_short',
    '',
    7,
    null,
    [SORT_KEY],
    { S: SORT_KEY },
  ])('is rejected with the sort key %j', (sortKey) => {
    const [version, hash] = partsOf(encodeCursor(SCOPE, SORT_KEY));
    expect(() => decode(cursorOf([version, hash, sortKey]))).toThrow(INVALID);
  });

  it('is rejected with more or fewer parts', () => {
    const [version, hash, sortKey] = partsOf(encodeCursor(SCOPE, SORT_KEY));
    for (const content of [[version, hash], [version, hash, sortKey, 'pk'], { version, hash, sortKey }]) {
      expect(() => decode(cursorOf(content))).toThrow(INVALID);
    }
  });

  it('is an error or a sort key of the list after any change of a byte', () => {
    const bytes = Buffer.from(encodeCursor(SCOPE, SORT_KEY), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const changed = Buffer.from(bytes);
        changed[index] = (changed[index] ?? 0) ^ mask;
        expectErrorOrSortKey(changed.toString('base64url'));
      }),
      { numRuns: 200 },
    );
  });

  it('is an error or a sort key of the list after any change of its text', () => {
    const cursor = encodeCursor(SCOPE, SORT_KEY);
    fc.assert(
      fc.property(fc.nat(cursor.length), fc.nat(3), fc.string(), (at, removed, inserted) => {
        expectErrorOrSortKey(cursor.slice(0, at) + inserted + cursor.slice(at + removed));
      }),
      { numRuns: 200 },
    );
  });

  it('is an error as any other text or JSON', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(() => decode(text)).toThrow(INVALID)));
    fc.assert(fc.property(fc.json(), (json) => expect(() => decode(cursorOf(JSON.parse(json)))).toThrow(INVALID)));
  });

  it('gives back the sort key of every request', () => {
    const ids = fc.stringMatching(/^proc_[0-9A-Za-z]{14}$/);
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999_999_999 }), ids, (createdAtMs, id) => {
        const sortKey = requestSortKey(createdAtMs, id);
        expect(decode(encodeCursor(SCOPE, sortKey))).toBe(sortKey);
      }),
    );
  });
});
