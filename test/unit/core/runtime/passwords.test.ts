import crypto from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { createPasswordVerifier, hashPassword, newPassword } from '../../../../core/runtime/passwords.ts';

const NOW = 1_708_733_100_000;
const MINUTE = 60_000;

function setUp() {
  let now = NOW;
  const verify = createPasswordVerifier(() => now);
  return { verify, passTime: (ms: number) => (now += ms) };
}

async function credentialOf(password: string, until: number | null = null) {
  return { ...(await hashPassword(password)), until };
}

afterEach(() => void jest.restoreAllMocks());
function countHashes() {
  const spy = jest.spyOn(crypto, 'scrypt');
  return () => spy.mock.calls.length;
}

describe('a new password', () => {
  it('has 32 letters and digits, and is another one each time', () => {
    const passwords = Array.from({ length: 100 }, newPassword);
    for (const password of passwords) expect(password).toMatch(/^[0-9A-Za-z]{32}$/);
    expect(new Set(passwords).size).toBe(100);
  });
});

describe('the hash of a password', () => {
  it('is the documented scrypt, with a salt of its own', async () => {
    const [one, other] = await Promise.all([hashPassword('secret'), hashPassword('secret')]);
    expect(one.salt).not.toBe(other?.salt);
    const { salt, hash } = one;
    const bytes = Buffer.from(salt, 'base64');
    expect(bytes).toHaveLength(16);
    expect(hash).toBe(crypto.scryptSync('secret', bytes, 32, { N: 16_384, r: 8, p: 1 }).toString('base64'));
  });

  it('fits its password and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (password, other) => {
        const { verify } = setUp();
        const credential = await credentialOf(password);
        expect(await verify([credential], password, NOW)).toBe(true);
        expect(await verify([credential], other, NOW)).toBe(other === password);
      }),
      { numRuns: 4 },
    );
  });

  it.each([
    ['an empty hash', { salt: '', hash: '' }],
    ['a short hash', { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', hash: 'AAAA' }],
    ['no base64', { salt: '!', hash: '!' }],
  ])('fits nothing when it is %s', async (_, damaged) => {
    const { verify } = setUp();
    expect(await verify([{ ...damaged, until: null }], '', NOW)).toBe(false);
  });
});

describe('a credential', () => {
  it('is valid before its end, and never from then on, also when it is remembered', async () => {
    const { verify } = setUp();
    const former = await credentialOf('former', NOW + 1);
    const newest = await credentialOf('newest');
    expect(await verify([newest, former], 'former', NOW)).toBe(true);
    expect(await verify([newest, former], 'newest', NOW)).toBe(true);
    expect(await verify([newest, former], 'former', NOW + 1)).toBe(false);
    expect(await verify([former], 'former', NOW + 1)).toBe(false);
    expect(await verify([newest], 'former', NOW)).toBe(false);
  });

  it('that does not exist fits nothing, and takes a hash to find out', async () => {
    const { verify } = setUp();
    const hashes = countHashes();
    expect([await verify([], '', NOW), await verify([], 'guess', NOW)]).toEqual([false, false]);
    expect(hashes()).toBe(2);
  });
});

describe('what was verified', () => {
  it('is remembered for five minutes, right or wrong', async () => {
    const { verify, passTime } = setUp();
    const credential = await credentialOf('right');
    const hashes = countHashes();
    const both = async () => [await verify([credential], 'right', NOW), await verify([credential], 'wrong', NOW)];
    expect([await both(), await both(), hashes()]).toEqual([[true, false], [true, false], 2]);
    passTime(5 * MINUTE - 1);
    expect([await both(), hashes()]).toEqual([[true, false], 2]);
    passTime(1);
    expect([await both(), hashes()]).toEqual([[true, false], 4]);
  });

  it('is computed once for calls at the same time', async () => {
    const { verify } = setUp();
    const credential = await credentialOf('right');
    const hashes = countHashes();
    const calls = Array.from({ length: 50 }, () => verify([credential], 'right', NOW));
    expect([await Promise.all(calls), hashes()]).toEqual([Array(50).fill(true), 1]);
  });

  it('is not remembered when it could not be computed', async () => {
    const { verify } = setUp();
    const credential = await credentialOf('right');
    jest.spyOn(crypto, 'scrypt').mockImplementationOnce((...parts: unknown[]) => {
      const done = parts.at(-1);
      if (typeof done === 'function') done(new Error('out of memory'));
    });
    await expect(verify([credential], 'right', NOW)).rejects.toThrow('out of memory');
    expect(await verify([credential], 'right', NOW)).toBe(true);
  });

  it('is forgotten, the oldest first, when a thousand others have been tried', async () => {
    const { verify } = setUp();
    const credential = await credentialOf('right');
    const computed = jest.spyOn(crypto, 'scrypt').mockImplementation((...parts: unknown[]) => {
      const done = parts.at(-1);
      if (typeof done === 'function') done(null, Buffer.from(credential.hash, 'base64'));
    });
    const tried = (password: string) => verify([credential], password, NOW);
    for (let n = 0; n <= 1000; n++) await tried(`guess ${n}`);
    computed.mockClear();
    await tried('guess 1000');
    await tried('guess 1');
    expect(computed).toHaveBeenCalledTimes(0);
    await tried('guess 0');
    expect(computed).toHaveBeenCalledTimes(1);
  });
});
