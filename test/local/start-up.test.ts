import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRuntime, type TestNode } from './support/hub.ts';
import { create } from './support/requests.ts';

const ROOT = resolve(__dirname, '../..');
const elsewhere = mkdtempSync(join(tmpdir(), 'hub-elsewhere-'));
let node: TestNode;
beforeAll(async () => {
  node = await startRuntime();
}, 60_000);
afterAll(async () => {
  await node.stop();
  rmSync(elsewhere, { recursive: true, force: true });
});

/** Runs a command of the hub to its end: what it says, and its exit code. */
function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('local', file), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, HUB_PORT: '0', PARTNERS_PORT: '0', HUB_DATA_DIR: elsewhere, ...env },
    timeout: 30_000,
  });
  return { status, said: stdout + stderr };
}

describe('npm start says in one line what is in its way, and ends', () => {
  it.each([
    ['a taken API port', () => ({ HUB_PORT: new URL(node.hub.api).port }), 'HUB_PORT'],
    ['a taken port of the simulators', () => ({ PARTNERS_PORT: new URL(node.hub.partners.sap).port }), 'PARTNERS_PORT'],
    ['a port that is none', () => ({ HUB_PORT: 'http' }), 'HUB_PORT'],
    ['a data folder that another node works in', () => ({ HUB_DATA_DIR: node.dataDir }), 'HUB_DATA_DIR'],
  ])('%s', (_, env, named) => {
    const { status, said } = run('main.ts', [], env());
    expect({ status, said }).toEqual({ status: 1, said: expect.stringContaining(named) });
    expect(said).not.toMatch(/^\s+at /m);
  });

  it('an option that it does not know', () => {
    expect(run('main.ts', ['--clean'], {})).toEqual({ status: 1, said: expect.stringContaining('--fresh') });
  });
});

it('a token needs a node that has run, and says so', () => {
  const { status, said } = run(
    'token.ts',
    ['--user', 'usr_x', '--org', 'org_x', '--roles', 'procurement_requester'],
    {},
  );
  expect({ status, said }).toEqual({ status: 1, said: expect.stringContaining('npm start') });
});

it('what was there is there again after a stop, its tokens too', async () => {
  const id = await create(node);
  const { requester: token } = node.hub.tokens;
  await node.restart();
  expect(await node.api('GET', `/v1/erp/procurement/${id}`, { token })).toMatchObject({ status: 200, body: { id } });
});

it('each function logs to a file of its own', () => {
  for (const name of ['api', 'relay', 'provision']) {
    expect(existsSync(join(node.dataDir, 'logs', `procurement-hub-dev-${name}.log`))).toBe(true);
  }
  expect(node.logs('api').some((line) => line.startsWith('REPORT RequestId:'))).toBe(true);
});
