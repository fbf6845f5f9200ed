import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ENOUGH_FOR_CORES, STALLED_MS } from '../../../../local/aws/lambda/scaling.ts';
import { aDirectory, until } from './a-call.ts';
import { type LambdaFixture, lambdaWith } from './lambda-fixture.ts';

const ELEVEN_MINUTES = 11 * 60_000;

let fixture: LambdaFixture;
async function invoke(event: unknown = {}) {
  const { payload, functionError } = await fixture.lambda.invoke('work', event);
  return { result: JSON.parse(payload), functionError };
}

describe('the environments of a function', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('serve no invocation once they end for being idle', async () => {
    jest.useFakeTimers({ advanceTimers: true, doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'performance'] });
    fixture = await lambdaWith('export const handler = async () => 1');
    await invoke();
    jest.advanceTimersByTime(ELEVEN_MINUTES);
    expect(await invoke()).toEqual({ result: 1 });
    await fixture.close();
  });

  it('end with the runtime, and with them the invocations that wait for one', async () => {
    fixture = await lambdaWith('export const handler = () => new Promise(() => {})');
    const file = join(await aDirectory(), 'ended');
    for (let n = 0; n < 10; n++) await fixture.lambda.invokeAsync('work', {});
    const waiting = Promise.all(Array.from({ length: 10 }, () => invoke()));
    void fixture.close().then(() => writeFileSync(file, ''));
    await until(() => existsSync(file));
    expect((await waiting).map(({ functionError }) => functionError)).toEqual(Array(10).fill('Unhandled'));
  });
});

describe('the number of environments', () => {
  const MORE = 2;
  const SOURCE = `import { existsSync } from 'node:fs';
    export const handler = async ({ wait, compute, file }) => {
      console.log('here');
      while (compute);
      if (wait) await new Promise(() => {});
      while (file && !existsSync(file)) await new Promise((go) => setTimeout(go, 100));
    }`;
  const many = (event: unknown) => Promise.all(Array.from({ length: ENOUGH_FOR_CORES + MORE }, () => invoke(event)));
  const untilRunning = (count: number) => until(() => fixture.log().split('here').length > count);
  const environments = () => readdirSync(fixture.environments).length;

  const open = async () => {
    fixture = await lambdaWith(SOURCE, { reservedConcurrency: ENOUGH_FOR_CORES + MORE, timeoutSeconds: 60 });
  };

  it('is that of the cores while invocations end', async () => {
    await open();
    await many({});
    expect(environments()).toBe(ENOUGH_FOR_CORES);
    await fixture.close();
  });

  it('is that of the cores while invocations compute', async () => {
    await open();
    const all = many({ compute: true });
    await untilRunning(ENOUGH_FOR_CORES);
    await wait(4 * STALLED_MS);
    expect(environments()).toBe(ENOUGH_FOR_CORES);
    await Promise.all([fixture.close(), all]);
  });

  it('grows while fewer than the cores compute and the others only wait for something', async () => {
    await open();
    const compute = ENOUGH_FOR_CORES - 1;
    const all = Array.from({ length: ENOUGH_FOR_CORES }, (_, n) => invoke(n < compute ? { compute } : { wait: true }));
    await untilRunning(ENOUGH_FOR_CORES);
    expect(await invoke()).toEqual({ result: null });
    await Promise.all([fixture.close(), ...all]);
  });

  it('returns to that of the cores when the others are idle for half a minute', async () => {
    jest.useFakeTimers({ advanceTimers: true, doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'performance'] });
    await open();
    const file = join(await aDirectory(), 'end');
    const all = many({ file });
    await untilRunning(ENOUGH_FOR_CORES + MORE);
    writeFileSync(file, '');
    await all;
    jest.advanceTimersByTime(41_000);
    await until(() => environments() === ENOUGH_FOR_CORES);
    jest.useRealTimers();
    await fixture.close();
  });

  it('grows as long as an invocation waits and the others only wait for something', async () => {
    await open();
    const all = many({ wait: true });
    await untilRunning(ENOUGH_FOR_CORES + MORE);
    expect(environments()).toBe(ENOUGH_FOR_CORES + MORE);
    await Promise.all([fixture.close(), all]);
  });
});

describe('the folder of the environments', () => {
  afterEach(() => fixture.close());

  it('comes back, for its user alone, after a cleaner of temporary files has removed it', async () => {
    fixture = await lambdaWith('export const handler = async () => 1');
    expect((await invoke()).result).toBe(1);
    rmSync(fixture.environments, { recursive: true });
    fixture.lambda.kill('work');
    expect(await invoke()).toEqual({ result: 1 });
    expect(statSync(fixture.environments).mode & 0o777).toBe(0o700);
  });

  it('fails the invocations when it cannot be written, until it can be', async () => {
    fixture = await lambdaWith('export const handler = ({ wait }) => (wait ? new Promise(() => {}) : 1)');
    const running = Array.from({ length: 9 }, () => invoke({ wait: true }));
    await until(() => readdirSync(fixture.environments).length === 8);
    rmSync(fixture.environments, { recursive: true });
    writeFileSync(fixture.environments, '');
    fixture.lambda.kill('work');
    expect((await Promise.all(running)).map(({ functionError }) => functionError)).toEqual(Array(9).fill('Unhandled'));
    expect((await invoke()).result.errorMessage).toMatch(/^The environment can't be created: E/);
    rmSync(fixture.environments);
    expect(await invoke()).toEqual({ result: 1 });
  });
});
