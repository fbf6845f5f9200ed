import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../../../bench/options.ts';

describe('readOptions', () => {
  it.each([
    [[], { rounds: 4, seconds: 1.5, json: undefined }],
    [['--json'], { rounds: 4, seconds: 1.5, json: '-' }],
    [['--json', 'out.json'], { rounds: 4, seconds: 1.5, json: 'out.json' }],
    [['--rounds', '1', '--seconds', '0.5'], { rounds: 1, seconds: 0.5, json: undefined }],
  ])('reads %j', (args, expected) => {
    expect(readOptions(args)).toEqual(expected);
  });

  it.each([
    [['--round'], "Unknown option '--round'"],
    [['out.json'], '"out.json" is not expected'],
    [['--json', 'a', 'b'], '"b" is not expected'],
    [['--rounds', '1.5'], '--rounds is "1.5"'],
    [['--seconds', '0'], '--seconds is "0"'],
  ])('rejects %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
