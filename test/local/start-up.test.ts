import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, ROOT, startHub } from './support/hub.ts';
import { create, PATH } from './support/requests.ts';
import { runScript, trackProcess } from './support/runtime-process.ts';

const elsewhere = mkdtempSync(join(tmpdir(), 'hub-elsewhere-'));
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

/** Runs a script of `local` to its end, on free ports and an unused data directory but for what `env` says. */
function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return runScript(ROOT, file, args, { HUB_PORT: '0', PARTNERS_PORT: '0', HUB_DATA_DIR: elsewhere, ...env });
}

describe('npm start', () => {
  it.each([
    ['the API’s port is taken', () => ({ HUB_PORT: new URL(hub.info.api).port }), 'HUB_PORT'],
    ['the simulators’ port is taken', () => ({ PARTNERS_PORT: new URL(hub.info.partners.sap).port }), 'PARTNERS_PORT'],
    ['a port is not a number', () => ({ HUB_PORT: 'http' }), 'HUB_PORT'],
    ['the data directory is in use', () => ({ HUB_DATA_DIR: hub.dataDirectory }), 'HUB_DATA_DIR'],
  ])('ends and names the setting when %s', async (_, env, setting) => {
    const { status, output } = await run('start.mjs', [], env());
    expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining(setting) });
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('ends and names the options that exist when it gets another one', async () => {
    expect(await run('start.mjs', ['--clean'], {})).toEqual({ status: 1, output: expect.stringContaining('--fresh') });
  });

  it('leaves no process and no taken port when npm gets SIGTERM', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'hub-npm-'));
    // In a process group of its own, which has every process that npm starts.
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...process.env, HUB_PORT: '0', PARTNERS_PORT: '0', HUB_DATA_DIR: dataDirectory },
      stdio: 'ignore',
      detached: true,
    });
    const group = -(npm.pid ?? 0);
    trackProcess(npm, group);
    try {
      const hubFile = join(dataDirectory, 'hub.json');
      await eventually(() => existsSync(hubFile), { deadline: 60_000 });
      const port = Number(new URL(JSON.parse(readFileSync(hubFile, 'utf8')).api).port);
      expect(await canListen(port)).toBe(false);

      npm.kill('SIGTERM');
      await eventually(() => !exists(group), { deadline: 20_000 });
      expect(await canListen(port)).toBe(true);
    } finally {
      if (exists(group)) process.kill(group, 'SIGKILL');
    }
  }, 90_000);
});

function exists(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

describe('npm run token', () => {
  it('ends and asks for npm start when no runtime has run yet', async () => {
    const args = ['--user', 'usr_x', '--org', 'org_x', '--roles', 'procurement_requester'];
    expect(await run('token.ts', args, {})).toEqual({ status: 1, output: expect.stringContaining('npm start') });
  });
});

describe('the local runtime', () => {
  it('keeps its data and the passwords of suppliers, and accepts its tokens, after a restart', async () => {
    const id = await create(hub);
    const { suppliers, tokens } = hub.info;
    await hub.restart();
    expect(hub.info.suppliers).toEqual(suppliers);
    expect(await hub.api('GET', `${PATH}/${id}`, { token: tokens.requester })).toMatchObject({
      status: 200,
      body: { id },
    });
  });

  it('logs each function to a file of its own', () => {
    for (const name of ['api', 'relay', 'provision']) {
      expect(existsSync(join(hub.dataDirectory, 'logs', `procurement-hub-dev-${name}.log`))).toBe(true);
    }
    expect(hub.logs('api').some((line) => line.startsWith('REPORT RequestId:'))).toBe(true);
  });
});
