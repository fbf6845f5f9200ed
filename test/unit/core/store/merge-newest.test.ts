import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeNewest } from '../../../../core/store/merge-newest.ts';

const timeOf = (time: number) => time;

describe('the newest of several parts', () => {
  it('are all of them where none is cut', () => {
    const parts = [
      { entries: [5, 1], isCut: false },
      { entries: [], isCut: false },
      { entries: [4, 3], isCut: false },
    ];
    expect(mergeNewest(parts, timeOf)).toEqual([5, 4, 3, 1]);
    expect(mergeNewest([], timeOf)).toEqual([]);
  });

  it('end where a part is cut', () => {
    const parts = [
      { entries: [5, 3], isCut: true },
      { entries: [4, 3, 2], isCut: false },
      { entries: [], isCut: true },
    ];
    expect(mergeNewest(parts, timeOf)).toEqual([5, 4, 3, 3]);
  });

  it('leave out nothing that is newer than the oldest of them', () => {
    const partitions = fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 8 }), fc.integer({ min: 1, max: 8 })));
    fc.assert(
      fc.property(partitions, (read) => {
        const whole = read.map(([times]) => times.toSorted((one, other) => other - one));
        const parts = read.map(([, limit], index) => {
          const entries = whole[index] ?? [];
          return { entries: entries.slice(0, limit), isCut: limit < entries.length };
        });
        const merged = mergeNewest(parts, timeOf);
        const oldest = merged.at(-1) ?? 0;
        const newer = whole.flat().filter((time) => time > oldest);
        expect(merged.filter((time) => time > oldest)).toEqual(newer.toSorted((one, other) => other - one));
      }),
    );
  });
});
