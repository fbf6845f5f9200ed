import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateLoad } from '../../bench/load/generate-load.ts';
import { eventually } from './support/eventually.ts';
import { type OwnHub, ROOT, startHub } from './support/hub.ts';
import { dock, PATH } from './support/requests.ts';
import { trackProcess } from './support/runtime-process.ts';

const CONNECTIONS = 50;
/** Few: after a restart each further one makes another execution environment load. */
const READING_CONNECTIONS = 2;
const ACKNOWLEDGED_BEFORE_KILL = 150;
const DEADLINE_MS = 60_000;

let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

/** Creates requests, each with a title of its own, until the hub is killed; returns those that were acknowledged. */
async function createUntilKilled(): Promise<Map<string, unknown>> {
  const acknowledged = new Map<string, unknown>();
  let created = 0;
  let killed: Promise<void> | undefined;
  const load = generateLoad({
    url: hub.info.api,
    connections: CONNECTIONS,
    milliseconds: DEADLINE_MS,
    next: () => {
      created += 1;
      const body = JSON.stringify({ ...dock, title: `Dock ${created}` });
      return { method: 'POST', path: PATH, token: hub.info.tokens.requester, body };
    },
    // On a bad day a throttled create is refused.
    accepts: (status) => status === 201 || status >= 500,
    onResponse: ({ status, body }) => {
      if (status !== 201) return;
      const request = JSON.parse(body);
      acknowledged.set(request.id, request);
      if (acknowledged.size === ACKNOWLEDGED_BEFORE_KILL) killed = hub.kill();
    },
  });
  await expect(load).rejects.toThrow(`POST ${PATH}`);
  await killed;
  return acknowledged;
}

/** Reads requests, without the history that a create's response lacks. */
async function read(ids: readonly string[]): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const left = [...ids];
  await generateLoad({
    url: hub.info.api,
    connections: READING_CONNECTIONS,
    milliseconds: DEADLINE_MS,
    next: () => {
      const id = left.pop();
      return id === undefined ? id : { method: 'GET', path: `${PATH}/${id}`, token: hub.info.tokens.requester };
    },
    onResponse: ({ body }) => {
      const { approval_history, ...request } = JSON.parse(body);
      found.set(request.id, request);
    },
  });
  return found;
}

async function list(): Promise<{ readonly id: string; readonly title: string }[]> {
  const requests = [];
  for (let cursor = ''; ; ) {
    const { body } = await hub.api('GET', `${PATH}?limit=100${cursor}`);
    requests.push(...body.data);
    if (!body.has_more) return requests;
    cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
  }
}

describe('a hub that is killed under the load of the bench', () => {
  it('has every request that it acknowledged, as it was, and none twice', async () => {
    const acknowledged = await createUntilKilled();
    await hub.restart();

    expect(await read([...acknowledged.keys()])).toEqual(acknowledged);
    const listed = await eventually(async () => {
      const requests = await list();
      const ids = new Set(requests.map(({ id }) => id));
      return [...acknowledged.keys()].every((id) => ids.has(id)) && requests;
    });
    expect(new Set(listed.map(({ title }) => title)).size).toBe(listed.length);
    expect(listed.length - acknowledged.size).toBeLessThan(acknowledged.size);
  }, 120_000);
});

describe('npm run bench', () => {
  it.each([[[]], [['--bill']]])(
    'leaves no process and no folder when it is interrupted, with %j',
    async (args) => {
      const temporary = mkdtempSync(join(tmpdir(), 'bench-'));
      const bench = spawn(process.execPath, ['bench/index.ts', ...args], {
        cwd: ROOT,
        env: { ...process.env, TMPDIR: temporary },
        stdio: 'ignore',
        detached: true,
      });
      const group = -(bench.pid ?? 0);
      trackProcess(bench, group);
      const ended = once(bench, 'exit');
      const folder = await eventually(() => readdirSync(temporary).find((name) => name.startsWith('hub-bench-')));
      await eventually(() => readdirSync(join(temporary, folder, 'hub')).includes('hub.json'), { deadline: 30_000 });
      bench.kill('SIGINT');
      expect(await ended).toEqual([130, null]);
      await eventually(() => !exists(group));
      expect(readdirSync(temporary)).toEqual([]);
    },
    120_000,
  );
});

function exists(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}
