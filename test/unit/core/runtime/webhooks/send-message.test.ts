import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { urlRules } from '../../../../../core/partners/addresses.ts';
import { createSendMessage } from '../../../../../core/runtime/webhooks/send-message.ts';
import type { SigningKeys } from '../../../../../core/webhooks/signing-keys.ts';
import { newSubscription } from '../../../../../core/webhooks/subscription.ts';
import { partnerServer } from '../../../support/partner-server.ts';

const receiver = partnerServer();
const NOW = 1_708_733_100_000;
const keys: SigningKeys = [{ secret: 'whsec_c2VjcmV0', until: null }];
const message = { id: 'dlv_1', payload: '{"type":"x","data":{"name":"é"}}' };
const subscription = newSubscription(
  { org_id: 'org_1', id: 'sub_1', url: '', event_types: ['*'], description: null, secret_version: 'v1' },
  NOW,
);

function send(url: string, { urls = urlRules(['https:', 'http:']), found = true } = {}) {
  const secrets = { read: async () => (found ? keys : undefined) };
  return createSendMessage({ secrets, urls, clock: () => NOW })({ ...subscription, url }, message);
}

describe('a message', () => {
  it('is posted as it is, with its id, its time and its signature', async () => {
    receiver.reply(() => ({ status: 202 }));
    expect(await send(receiver.url())).toEqual({ status: 202, error: null });
    expect(receiver.calls).toMatchObject([
      {
        method: 'POST',
        body: message.payload,
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'dlv_1',
          'webhook-timestamp': '1708733100',
          'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
        },
      },
    ]);
  });

  it.each([301, 400, 404, 410, 500])(
    'is not accepted with status %d, whose body and location are not used',
    async (status) => {
      receiver.reply(() => ({ status, headers: { location: '/other' }, body: 'a secret of the receiver' }));
      expect(await send(receiver.url())).toEqual({ status, error: `The receiver answered ${status}.` });
      expect(receiver.calls).toHaveLength(1);
    },
  );

  it('is accepted although the body of the response never ends', async () => {
    receiver.reply(() => 'cut off');
    expect(await send(receiver.url())).toEqual({ status: 201, error: null });
  });

  it('fails when the connection does', async () => {
    receiver.reply(() => 'reset');
    expect(await send(receiver.url())).toEqual({
      status: null,
      error: 'The connection to the receiver failed (ECONNRESET).',
    });
  });

  it('is not sent to an address that is private by now, nor without a key', async () => {
    receiver.reply(() => ({ status: 200 }));
    const { error } = await send(receiver.url(), { urls: { protocols: ['http:'], loopback: false } });
    expect(error).toMatch(/^The URL must be a public address, and 127\.0\.0\.1 is private or reserved\.$/);
    const byName = await send(receiver.url().replace('127.0.0.1', 'localhost'), {
      urls: { protocols: ['http:'], loopback: false },
    });
    expect(byName.error).toMatch(/^The URL must be a public address/);
    expect(await send(receiver.url(), { found: false })).toMatchObject({ status: null, error: expect.any(String) });
    expect(receiver.calls).toEqual([]);
  });
});

describe('a receiver that takes the connection and is silent', () => {
  let server: Server | ReturnType<typeof createTcpServer> = createServer();
  afterEach(() => void server.close());

  it('is given up after ten seconds', async () => {
    server = createTcpServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const before = Date.now();
    expect(await send(`http://127.0.0.1:${port}/`)).toEqual({
      status: null,
      error: 'The receiver did not answer within 10 seconds.',
    });
    expect(Date.now() - before).toBeLessThan(15_000);
  }, 20_000);

  it('fails at once when it switches protocols, which Node does not report', async () => {
    server = createTcpServer((socket) =>
      socket
        .on('error', () => {})
        .once('data', () =>
          socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
        ),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await send(`http://127.0.0.1:${port}/`)).toEqual({
      status: null,
      error: 'The connection to the receiver failed (NO_RESPONSE).',
    });
  });
});
