import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../../../../local/runtime/options.ts';

describe('readOptions', () => {
  it('returns defaults for everything that is not set', () => {
    expect(readOptions({}, [])).toEqual({
      apiPort: 3000,
      partnersPort: 3001,
      awsPort: undefined,
      dataDirectory: resolve('.hub'),
      fresh: false,
      adverseSeed: undefined,
      unthrottled: false,
    });
  });

  it('reads ports and the data directory from the environment', () => {
    const environment = { HUB_PORT: '0', PARTNERS_PORT: '4001', HUB_AWS_PORT: '4002', HUB_DATA_DIR: '/var/hub' };
    expect(readOptions(environment, ['--fresh'])).toEqual({
      apiPort: 0,
      partnersPort: 4001,
      awsPort: 4002,
      dataDirectory: '/var/hub',
      fresh: true,
      adverseSeed: undefined,
      unthrottled: false,
    });
  });

  it('reads that the stage is not throttled', () => {
    expect(readOptions({}, ['--unthrottled']).unthrottled).toBe(true);
  });

  it.each(['abc', '70000', '-1', '3000.5'])('rejects %s as a port and names the variable', (HUB_PORT) => {
    expect(() => readOptions({ HUB_PORT }, [])).toThrow(`HUB_PORT is "${HUB_PORT}"`);
  });

  it('reads the seed of a bad day, or chooses one', () => {
    expect(readOptions({}, ['--adverse', '--seed', '7']).adverseSeed).toBe(7);
    expect(readOptions({}, ['--adverse']).adverseSeed).toEqual(expect.any(Number));
  });

  it.each([
    [['--frehs'], "Unknown option '--frehs'"],
    [['fresh'], "Unexpected argument 'fresh'"],
    [['--seed', '7'], '--seed needs --adverse'],
    [['--adverse', '--seed', 'x'], '--seed is "x"'],
  ])('rejects %j', (args, message) => {
    expect(() => readOptions({}, args)).toThrow(message);
  });

  it('names the option that npm took for its own', () => {
    expect(() => readOptions({ npm_config_adverse: 'true' }, [])).toThrow('npm start -- --adverse');
  });
});
