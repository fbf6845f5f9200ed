import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export interface ReceivedMessage {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts the shape of messages by looking
  readonly message: any;
}

/** The endpoint of an organization that gets events. */
export class Receiver {
  /** The messages since the last `reply`, in their order. */
  received: ReceivedMessage[] = [];
  #status: number | 'silence' = 200;
  #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', async (request, response) => {
      const body = await text(request);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      receiver.received.push({ id: headers['webhook-id'] ?? '', headers, body, message: JSON.parse(body) });
      if (receiver.#status !== 'silence') response.writeHead(receiver.#status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/events`;
  }

  /** Answers with the status from here on, and forgets what it has received. */
  reply(status: number | 'silence'): void {
    this.#status = status;
    this.received = [];
  }

  /** The messages about a request. */
  about(requestId: string): ReceivedMessage[] {
    return this.received.filter(({ message }) => message.data.subject.id === requestId);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Whether the official library accepts a message with this secret. */
export function isVerified({ body, headers }: ReceivedMessage, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, { ...headers });
    return true;
  } catch {
    return false;
  }
}
