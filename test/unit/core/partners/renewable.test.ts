import { describe, expect, it } from '@jest/globals';
import { renewable } from '../../../../core/partners/renewable.ts';

describe('a renewable value', () => {
  it('is obtained once by concurrent callers, and renewed once after it was rejected', async () => {
    let obtained = 0;
    const token = renewable(
      async () => ({ value: `token ${++obtained}`, until: Number.POSITIVE_INFINITY }),
      () => 0,
    );
    expect(await Promise.all([token.get(), token.get(), token.get()])).toEqual(['token 1', 'token 1', 'token 1']);
    expect(await Promise.all([token.renew('token 1'), token.renew('token 1')])).toEqual(['token 2', 'token 2']);
    expect(await token.renew('token 1')).toBe('token 2');
    expect(obtained).toBe(2);
  });

  it('is obtained again when it has expired', async () => {
    let now = 0;
    let obtained = 0;
    const token = renewable(
      async () => ({ value: ++obtained, until: now + 10 }),
      () => now,
    );
    expect(await token.get()).toBe(1);
    now = 9;
    expect(await token.get()).toBe(1);
    now = 10;
    expect(await token.get()).toBe(2);
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
    const waiting = [token.get(), token.get()];
    await Promise.all(waiting.map((one) => expect(one).rejects.toThrow('no token')));
    fail = false;
    expect(await token.get()).toBe('token');
  });
});
