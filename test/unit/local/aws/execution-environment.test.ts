import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { aDirectory, until } from './a-call.ts';
import { type LambdaFixture, lambdaWith } from './lambda-fixture.ts';

let fixture: LambdaFixture;
async function start(source: string): Promise<void> {
  fixture = await lambdaWith(source);
}
function invoke(event?: unknown) {
  return fixture.invoke(event);
}
function coldStarts(): number | undefined {
  return fixture.meter.report().work?.lambda?.Run?.coldStarts;
}
afterEach(() => fixture.close());

describe('a frozen environment', () => {
  const LATE_MS = 40;
  const LONG_AFTER_MS = 4 * LATE_MS;

  it('does nothing after its handler has returned, until its next invocation', async () => {
    const file = join(await aDirectory(), 'late');
    await start(`import { writeFileSync } from 'node:fs';
      export const handler = async ({ file }) => { if (file) setTimeout(() => writeFileSync(file, ''), ${LATE_MS}); }`);
    await invoke({ file });
    await wait(LONG_AFTER_MS);
    expect(existsSync(file)).toBe(false);
    await invoke();
    expect(existsSync(file)).toBe(true);
  });

  it('does nothing between its init phase and its first invocation', async () => {
    const file = join(await aDirectory(), 'loaded');
    await start(`import { writeFileSync } from 'node:fs';
      setTimeout(() => console.log('late'), ${LATE_MS}); writeFileSync('${file}', '');
      export const handler = async () => {};`);
    fixture.lambda.warm(['work']);
    await until(() => existsSync(file));
    await wait(LONG_AFTER_MS);
    expect(fixture.log()).toBe('');
    await invoke();
    expect(fixture.log()).toContain('late\n');
  });

  it('runs a new timer for its whole time', async () => {
    await start(`export const handler = async () => {
      const start = performance.now(); await new Promise((go) => setTimeout(go, ${LATE_MS}));
      return performance.now() - start; }`);
    await invoke();
    await wait(LONG_AFTER_MS);
    expect((await invoke()).result).toBeGreaterThanOrEqual(LATE_MS - 1);
  });

  it('notices the connections that were closed meanwhile before it runs the handler', async () => {
    const server = createServer((_request, response) => response.end('fine')).listen(0, '127.0.0.1');
    await until(() => server.listening);
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await start(`import { Agent, request } from 'node:http'; const agent = new Agent({ keepAlive: true });
      export const handler = () => new Promise((resolve, reject) => request({ agent, port: ${port} }, (response) =>
        response.resume().on('end', () => resolve('fine'))).on('error', reject).end());`);
    expect((await invoke()).result).toBe('fine');
    server.closeAllConnections();
    const again = await invoke();
    server.close().closeAllConnections();
    expect(again).toEqual({ result: 'fine' });
  });

  it('can be killed', async () => {
    await start('export const handler = async () => 1');
    await invoke();
    expect(fixture.lambda.kill('work')).toBe(1);
    await until(() => readdirSync(fixture.environments).length === 0);
    expect((await invoke()).result).toBe(1);
    expect(coldStarts()).toBe(2);
  });
});

describe('the memory of an environment', () => {
  it.each([
    ['while its handler waits', '; await new Promise(() => {})'],
    ['when its handler returns', ''],
  ])('includes buffers, and the function is killed when it has too much %s', async (_, rest) => {
    await start(`export const handler = async ({ megabytes }) => {
      const all = Array.from({ length: megabytes / 10 }, () => Buffer.alloc(10 * 1024 ** 2)); if (all.length > 1) {${rest}} }`);
    expect(await invoke({ megabytes: 10 })).toEqual({ result: null });
    expect(await invoke({ megabytes: 130 })).toEqual({
      functionError: 'Unhandled',
      result: { errorType: 'Runtime.OutOfMemory', errorMessage: 'Runtime exited with error: signal: killed' },
    });
    expect(fixture.log()).toMatch(/Memory Size: 128 MB\tMax Memory Used: 128 MB\n$/);
    expect(await invoke({ megabytes: 10 })).toEqual({ result: null });
    expect(coldStarts()).toBe(2);
  });

  it('is reported at its highest', async () => {
    await start('export const handler = async ({ megabytes }) => { Buffer.alloc(megabytes * 1024 ** 2); }');
    await invoke({ megabytes: 50 });
    await invoke({ megabytes: 1 });
    const used = [...fixture.log().matchAll(/Max Memory Used: (\d+) MB/g)].map(([, megabytes]) => Number(megabytes));
    expect(used[0]).toBeGreaterThan(50);
    expect(used[1]).toBeGreaterThanOrEqual(used[0] ?? 0);
  });
});

describe('the files of an environment', () => {
  it.each([
    ['adds to', "writeFileSync(join(root, 'new'), '')"],
    ['rewrites', "writeFileSync(join(root, 'index.mjs'), 'export const handler = async () => 2;')"],
  ])('fails an invocation that %s its task folder, and the next one has the deployed code', async (_, change) => {
    await start(`import { readdirSync, writeFileSync } from 'node:fs'; import { join } from 'node:path';
      const root = process.env.LAMBDA_TASK_ROOT;
      export const handler = async ({ write }) => { if (write) { ${change}; } return readdirSync(root); }`);
    const { result, functionError } = await invoke({ write: true });
    expect(functionError).toBe('Unhandled');
    expect(result.errorMessage).toMatch(/^EROFS: read-only file system, the function changed /);
    expect(await invoke({ write: false })).toEqual({ result: ['index.mjs'] });
  });

  it('include a scratch folder of its own, which lasts as long as the environment', async () => {
    await start(`import { readdirSync, writeFileSync } from 'node:fs';
      import { tmpdir } from 'node:os'; import { join } from 'node:path';
      export const handler = async ({ name }) => { writeFileSync(join(tmpdir(), name), ''); return readdirSync(tmpdir()); }`);
    expect((await invoke({ name: 'a' })).result).toEqual(['a']);
    expect((await invoke({ name: 'b' })).result).toEqual(['a', 'b']);
    fixture.lambda.kill('work');
    await until(() => readdirSync(fixture.environments).length === 0);
    expect((await invoke({ name: 'c' })).result).toEqual(['c']);
  });

  it.each([
    ['import', "import('only-here')", 'ERR_MODULE_NOT_FOUND'],
    ['require', "createRequire(import.meta.url)('only-here')", 'MODULE_NOT_FOUND'],
  ])('do not include the packages of the checkout, for %s', async (_, expression, code) => {
    await start(`import { createRequire } from 'node:module';
      export const handler = async () => { try { await ${expression}; } catch ({ code }) { return code; } }`);
    const folder = join(fixture.checkout, 'node_modules', 'only-here');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), '');
    expect((await invoke()).result).toBe(code);
  });
});
