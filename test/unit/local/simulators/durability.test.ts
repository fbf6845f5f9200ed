import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Journal } from '../../../../local/simulators/journal.ts';
import { startPartners } from '../../../../local/simulators/server.ts';
import { laptopOrder, ROOT, request, SapClient } from './sap-client.ts';

const SERVER = join(__dirname, '../../../../local/simulators/server.ts');
const sap = new SapClient();
let child: ChildProcess | undefined;

afterEach(() => void child?.kill('SIGKILL'));
afterAll(() => sap.remove());

async function startChild(): Promise<{ url: string; credentials: { username: string; password: string } }> {
  const script = `const { startPartners } = await import(process.argv[1]);
    const { partners } = await startPartners({ port: 0, dataDir: process.argv[2] });
    process.stdout.write(JSON.stringify(partners.sap));`;
  child = spawn(process.execPath, ['--input-type=module', '-e', script, SERVER, sap.dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the child has no output');
  const [line] = await once(child.stdout, 'data');
  return JSON.parse(String(line));
}

describe('a simulator that is killed in the middle of its work', () => {
  it('still has every order that it acknowledged', async () => {
    const { url, credentials } = await startChild();
    const basic = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
    const authorization = `Basic ${basic}`;
    const fetched = await fetch(`${url}${ROOT}`, { headers: { authorization, 'x-csrf-token': 'Fetch' } });
    const headers = {
      authorization,
      'x-csrf-token': fetched.headers.get('x-csrf-token') ?? '',
      cookie: fetched.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    };
    const acknowledged = new Map<string, string>();
    const client = async (name: string) => {
      for (let turn = 0; ; turn += 1) {
        const reference = `${name}-${turn}`;
        const body = { ...laptopOrder(), CorrespncExternalReference: reference };
        const reply = await request('POST', `${url}${ROOT}PurchaseOrder`, body, headers);
        acknowledged.set(reply.json.PurchaseOrder, reference);
        if (acknowledged.size === 40) child?.kill('SIGKILL');
      }
    };

    await Promise.allSettled(['A', 'B', 'C', 'D'].map(client));

    await sap.start();
    const { json } = await sap.control('GET', 'state');
    const stored = new Map(
      json.purchaseOrders.map((order: Record<string, string>) => [
        order.PurchaseOrder,
        order.CorrespncExternalReference,
      ]),
    );
    expect(acknowledged.size).toBeGreaterThanOrEqual(40);
    for (const [number, reference] of acknowledged) expect(stored.get(number)).toBe(reference);
    await sap.stop();
  });
});

describe('a journal', () => {
  const path = join(sap.dataDir, 'test.jsonl');

  it('forgets a torn last line, keeps the rest, and is compacted at start', () => {
    writeFileSync(path, '{"order/1":"old"}\n{"order/2":"gone"}\n{"order/1":"new"}\n{"order/2":null}\n');
    appendFileSync(path, '{"order/3":"to');
    const journal = Journal.open(path);
    expect(journal.collection('order').all()).toEqual(['new']);
    expect(readFileSync(path, 'utf8')).toBe('{"order/1":"new"}\n');
    journal.close();
  });

  it('is left alone by a second server that finds the port taken', async () => {
    await sap.start();
    await sap.reset();
    const port = Number(new URL(sap.url).port);
    await expect(startPartners({ port, dataDir: sap.dataDir })).rejects.toThrow('EADDRINUSE');
    const number = await sap.createOrder();
    await sap.restart();
    expect((await sap.control('GET', 'state')).json.purchaseOrders).toMatchObject([{ PurchaseOrder: number }]);
    await sap.stop();
  });

  it('goes on at the start of the file once it is cleared', () => {
    writeFileSync(path, '{"order/1":"old"}\n');
    const journal = Journal.open(path);
    journal.clear();
    journal.collection('order').put('2', 'new');
    expect(readFileSync(path, 'utf8')).toBe('{"order/2":"new"}\n');
    journal.close();
  });

  it('does not start from a file that is broken in the middle', () => {
    writeFileSync(path, '{"order/1":1}\nnonsense\n{"order/2":2}\n');
    expect(() => Journal.open(path)).toThrow(/:2 is not a journal line/);
  });
});
