import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openCursor, sealCursor } from '../../../../core/runtime/cursor.ts';

const position = { pk: 'ORG#a#REQUEST#b', gsi1sk: '001708733400123#b' };

describe('a cursor', () => {
  it('it opens for the scope it was made for, and shows nothing of what is in it', () => {
    const cursor = sealCursor('secret', 'org_a', position);
    expect(openCursor('secret', 'org_a', cursor)).toEqual(position);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('REQUEST');
  });

  it('it does not open for another scope, another secret, or after any change', () => {
    const cursor = sealCursor('secret', 'org_a', position);
    const refused = expect.objectContaining({
      code: 'cursor.invalid',
      fields: [expect.objectContaining({ path: 'cursor' })],
    });
    expect(() => openCursor('secret', 'org_b', cursor)).toThrow(refused);
    expect(() => openCursor('other', 'org_a', cursor)).toThrow(refused);
    const bytes = Buffer.from(cursor, 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
        const forged = Buffer.from(bytes);
        forged[index] = (forged[index] ?? 0) ^ mask;
        expect(() => openCursor('secret', 'org_a', forged.toString('base64url'))).toThrow(refused);
      }),
    );
  });

  it('any other text is refused in the same words', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => openCursor('secret', 'org_a', text)).toThrow(expect.objectContaining({ code: 'cursor.invalid' }));
      }),
    );
  });
});
