import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RouteDefinition } from '../../../../local/aws/api-gateway/definition.ts';
import { type ApiGatewayOptions, createApiGateway } from '../../../../local/aws/api-gateway/index.ts';
import { AwsError } from '../../../../local/aws/service.ts';

/** The result of a function that failed. */
export const FAILED = Symbol('failed');

interface GatewayEvent {
  readonly routeKey: string;
  readonly headers: object;
  readonly pathParameters?: object;
  readonly requestContext: { authorizer?: object };
}

export function route(routeKey: string, more: Partial<RouteDefinition> = {}): RouteDefinition {
  return {
    routeKey,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:api',
    timeoutMs: 30_000,
    ...more,
  };
}

/** APIs whose routes invoke one function; the events it gets and the access log are kept until the reset. */
export function gatewayFixture() {
  const events: GatewayEvent[] = [];
  const accessLog: string[] = [];
  const servers: Server[] = [];
  const succeed = async (): Promise<unknown> => ({ statusCode: 200 });
  let invoke = succeed;

  async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function openApi(routes: RouteDefinition[], more: Partial<ApiGatewayOptions> = {}): Promise<string> {
    return serve(
      createApiGateway({
        api: {
          id: 'abc123',
          name: 'api',
          routes,
          accessLogFormat: '$context.routeKey $context.status $context.error.message',
        },
        region: 'us-east-1',
        accountId: '000000000000',
        domainName: 'api.local',
        port: () => 3000,
        onAccess: (line) => accessLog.push(line),
        invoke: async (_arn, event) => {
          events.push(event as GatewayEvent);
          const result = await invoke();
          if (result instanceof AwsError) throw result;
          if (result === FAILED)
            return { requestId: 'r', payload: '{"errorMessage":"secret"}', functionError: 'Unhandled' };
          return { requestId: 'r', payload: JSON.stringify(result) ?? 'null' };
        },
        mayInvoke: () => true,
        onRequest: () => undefined,
        onError: () => undefined,
        ...more,
      }),
    );
  }

  return {
    events,
    accessLog,
    serve,
    openApi,
    /** Replaces the function, which otherwise returns 200. */
    onInvoke(next: () => Promise<unknown>): void {
      invoke = next;
    },
    reset(): void {
      for (const server of servers.splice(0)) server.close().closeAllConnections();
      events.length = 0;
      accessLog.length = 0;
      invoke = succeed;
    },
  };
}
