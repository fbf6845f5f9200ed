import { describe, expect, it } from '@jest/globals';
import { renewable } from '../../../../core/partners/renewable.ts';

describe('a renewable value', () => {
  it('is obtained once by concurrent callers, and renewed once after it was rejected', async () => {
    let obtained = 0;
    const token = renewable(
      async () => ({ value: `token ${++obtained}`, until: Number.POSITIVE_INFINITY }),
      () => 0,
    );
    expect(await Promise.all([token.get(undefined), token.get(undefined), token.get(undefined)])).toEqual([
      'token 1',
      'token 1',
      'token 1',
    ]);
    expect(await Promise.all([token.renew(undefined, 'token 1'), token.renew(undefined, 'token 1')])).toEqual([
      'token 2',
      'token 2',
    ]);
    expect(await token.renew(undefined, 'token 1')).toBe('token 2');
    expect(obtained).toBe(2);
  });

  it('is obtained again when it has expired', async () => {
    let now = 0;
    let obtained = 0;
    const token = renewable(
      async () => ({ value: ++obtained, until: now + 10 }),
      () => now,
    );
    expect(await token.get(undefined)).toBe(1);
    now = 9;
    expect(await token.get(undefined)).toBe(1);
    now = 10;
    expect(await token.get(undefined)).toBe(2);
  });

  it('fails for every waiting caller, and is obtained again by the next one', async () => {
    let fail = true;
    const token = renewable(
      async () => {
        if (fail) throw new Error('no token');
        return { value: 'token', until: 1 };
      },
      () => 0,
    );
    const waiting = [token.get(undefined), token.get(undefined)];
    await Promise.all(waiting.map((one) => expect(one).rejects.toThrow('no token')));
    fail = false;
    expect(await token.get(undefined)).toBe('token');
  });

  it('is obtained in the context of the caller who needs it, who knows whether there was one before', async () => {
    const obtained: unknown[] = [];
    let now = 0;
    const token = renewable(
      async (context: string, renewed) => {
        obtained.push([context, renewed]);
        return { value: context, until: now + 10 };
      },
      () => now,
    );
    expect(await token.get('first')).toBe('first');
    expect(await token.get('second')).toBe('first');
    expect(await token.renew('third', 'first')).toBe('third');
    now = 10;
    expect(await token.get('fourth')).toBe('fourth');
    expect(obtained).toEqual([
      ['first', false],
      ['third', true],
      ['fourth', true],
    ]);
  });

  it('is obtained again by the next caller after it has proved useless, unless it is another one by then', async () => {
    let obtained = 0;
    const token = renewable(
      async () => ({ value: ++obtained, until: 1 }),
      () => 0,
    );
    expect(await token.get(undefined)).toBe(1);
    token.expire(1);
    expect(await token.get(undefined)).toBe(2);
    token.expire(1);
    expect(await token.get(undefined)).toBe(2);
  });
});
