import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../../../bench/options.ts';

const DEFAULTS = { bill: false, rounds: 4, seconds: 1.5, catalogs: 1, only: undefined, json: undefined };

describe('readOptions', () => {
  it.each([
    [[], DEFAULTS],
    [['--json'], { ...DEFAULTS, json: '-' }],
    [['--json', 'out.json'], { ...DEFAULTS, json: 'out.json' }],
    [['--rounds', '1', '--seconds', '0.5'], { ...DEFAULTS, rounds: 1, seconds: 0.5 }],
    [['--catalogs', '100'], { ...DEFAULTS, catalogs: 100 }],
    [['--only', 'availability'], { ...DEFAULTS, only: 'availability' }],
    [['--bill'], { ...DEFAULTS, bill: true }],
  ])('reads %j', (args, expected) => {
    expect(readOptions(args)).toEqual(expected);
  });

  it.each([
    [['--round'], "Unknown option '--round'"],
    [['out.json'], '"out.json" is not expected'],
    [['--json', 'a', 'b'], '"b" is not expected'],
    [['--rounds', '1.5'], '--rounds is "1.5"'],
    [['--seconds', '0'], '--seconds is "0"'],
    [['--bill', '--rounds', '2'], '--bill has no rounds'],
    [['--catalogs', '0'], '--catalogs is "0"'],
    [['--only', 'sleep'], '--only is "sleep"'],
    [['--bill', '--only', 'get'], '--bill has no rounds'],
    [['--bill', '--catalogs', '2'], '--bill has no rounds'],
  ])('rejects %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
