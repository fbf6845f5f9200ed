import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { openState } from '../../../../local/collections.ts';
import { laptopOrder, ROOT, request, SapClient } from './sap-client.ts';

const LOCAL = join(__dirname, '../../../../local');
const sap = new SapClient();
let child: ChildProcess | undefined;

afterEach(() => void child?.kill('SIGKILL'));
afterAll(() => sap.remove());

async function startChild(): Promise<{ url: string; credentials: { username: string; password: string } }> {
  const script = `const [local, dataDir] = process.argv.slice(1);
    const { openState } = await import(local + '/collections.ts');
    const { listen } = await import(local + '/http/listen.ts');
    const { startSimulators } = await import(local + '/simulators/server.ts');
    const listener = await listen(0, 'PARTNERS_PORT', 'the partner simulators');
    const { partners } = await startSimulators({ listener, state: await openState(dataDir) });
    process.stdout.write(JSON.stringify(partners.sap));`;
  child = spawn(process.execPath, ['--input-type=module', '-e', script, LOCAL, sap.dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the child has no output');
  const [line] = await once(child.stdout, 'data');
  return JSON.parse(String(line));
}

describe('a simulator that is killed while it works', () => {
  it('keeps every order that it acknowledged', async () => {
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

describe('a second hub on the same data', () => {
  it('is rejected and leaves the data of the first alone', async () => {
    await sap.start();
    await sap.reset();
    const number = await sap.createOrder();

    await expect(openState(sap.dataDir)).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } });

    await sap.restart();
    expect((await sap.control('GET', 'state')).json.purchaseOrders).toMatchObject([{ PurchaseOrder: number }]);
    await sap.stop();
  });
});
