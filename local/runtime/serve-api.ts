import { join } from 'node:path';
import type { ApiDefinition } from '../aws/api-gateway/definition.ts';
import { createApiGateway } from '../aws/api-gateway/index.ts';
import { LogFile } from '../aws/lambda/log-file.ts';
import { DATA_FILES } from '../data-files.ts';
import type { HttpListener } from '../http/listen.ts';
import { StartError } from '../start-error.ts';
import type { Environment, HubModel } from '../template/index.ts';
import type { RuntimeOptions } from './options.ts';
import type { Services } from './services.ts';

const SERVICE = 'apigateway.amazonaws.com';

export interface ServeApiOptions {
  readonly listener: HttpListener;
  readonly api: ApiDefinition;
  readonly environment: Environment;
  readonly services: Services;
  readonly dataDirectory: string;
  readonly onError: (error: unknown) => void;
}

/** The template's HTTP API, with the development issuer instead of the one that its authorizers name. */
export function apiOf(
  { apis }: HubModel,
  issuer: string,
  { unthrottled }: Pick<RuntimeOptions, 'unthrottled'>,
): ApiDefinition {
  const [api, another] = apis;
  if (api === undefined || another !== undefined) {
    throw new StartError(
      `The template must define exactly one HTTP API for the local runtime; it defines ${apis.length}.`,
    );
  }
  const routes = api.routes.map((route) =>
    route.authorizer ? { ...route, authorizer: { ...route.authorizer, issuer } } : route,
  );
  return { ...api, routes, throttle: unthrottled ? undefined : api.throttle };
}

export function serveApi({ listener, api, environment, services, dataDirectory, onError }: ServeApiOptions): LogFile {
  const { lambda, authorizer, meter } = services;
  const log = new LogFile(join(dataDirectory, DATA_FILES.logs, 'api-access.log'));
  listener.serve(
    createApiGateway({
      api,
      region: environment.region,
      accountId: environment.accountId,
      domainName: `127.0.0.1:${listener.port}`,
      port: () => listener.port,
      onAccess: (line) => log.line(line),
      invoke: (functionArn, event) => lambda.invoke(functionArn, event),
      mayInvoke: (resource, sourceArn) =>
        authorizer.serviceAllowed({ service: SERVICE, action: 'lambda:InvokeFunction', resource, sourceArn }),
      onRequest: () => meter.record({ name: SERVICE }, 'apigateway', 'Request'),
      onError,
    }),
  );
  return log;
}
