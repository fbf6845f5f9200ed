import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { AccessLog } from '../aws/api-gateway/access-log.ts';
import type { ApiDefinition } from '../aws/api-gateway/definition.ts';
import { createApiGateway } from '../aws/api-gateway/index.ts';
import type { HttpListener } from '../http/listen.ts';
import { StartError } from '../start-error.ts';
import type { Environment, HubModel } from '../template/index.ts';
import type { Services } from './services.ts';

const SERVICE = 'apigateway.amazonaws.com';

/** The template's one HTTP API. */
export function apiOf({ apis }: HubModel): ApiDefinition {
  const [api, another] = apis;
  if (api === undefined || another !== undefined)
    throw new StartError(`the node serves one API; the template has ${apis.length}`);
  return api;
}

/** The API with the node's own issuer in place of the one that the template names: here the node knows the users. */
export function withIssuer(api: ApiDefinition, issuer: string): ApiDefinition {
  const routes = api.routes.map((route) =>
    route.authorizer ? { ...route, authorizer: { ...route.authorizer, issuer } } : route,
  );
  return { ...api, routes };
}

export function serveApi(
  server: HttpListener,
  api: ApiDefinition,
  { region, accountId }: Environment,
  { lambda, authorizer, meter }: Services,
  dataDirectory: string,
  onError: (error: unknown) => void,
): AccessLog {
  const log = new AccessLog(join(dataDirectory, 'logs', 'api-access.log'), api.accessLogFormat);
  const listener: RequestListener = createApiGateway({
    api,
    region,
    accountId,
    domainName: `127.0.0.1:${server.port}`,
    port: () => server.port,
    log,
    invoke: (functionArn, event) => lambda.invoke(functionArn, event),
    mayInvoke: (resource, sourceArn) =>
      authorizer.serviceAllowed({ service: SERVICE, action: 'lambda:InvokeFunction', resource, sourceArn }),
    onRequest: () => meter.record({ name: SERVICE }, 'apigateway', 'Request'),
    onError,
  });
  server.serve(listener);
  return log;
}
