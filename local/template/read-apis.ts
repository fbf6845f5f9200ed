import * as z from 'zod';
import type { ApiDefinition, JwtAuthorizerDefinition, RouteDefinition } from '../aws/api-gateway/definition.ts';
import { StartError } from '../start-error.ts';
import { Count, Flag, ignored, optional, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const ApiProperties = z.strictObject({
  ...ignored('Description', 'DisableExecuteApiEndpoint', 'IpAddressType', 'Name', 'Tags'),
  ProtocolType: z.literal('HTTP', 'only HTTP APIs run on the local runtime'),
});

const StageProperties = z.strictObject({
  ...ignored('Description', 'StageName', 'Tags'),
  AccessLogSettings: z.looseObject({ Format: z.string().optional() }).optional(),
  ApiId: z.string(),
  AutoDeploy: Flag.optional(),
  DefaultRouteSettings: z
    .strictObject({
      ...ignored('DetailedMetricsEnabled'),
      ThrottlingBurstLimit: Count.optional(),
      ThrottlingRateLimit: z.coerce.number().optional(),
    })
    .optional(),
});

const IntegrationProperties = z.strictObject({
  ...ignored('Description', 'IntegrationMethod'),
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY', 'only Lambda proxy integrations run on the local runtime'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0', 'only payload format 2.0 runs on the local runtime'),
  TimeoutInMillis: Count.default(30_000),
});

const AuthorizerProperties = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT', 'only JWT authorizers run on the local runtime'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.object({ Audience: z.array(z.string()), Issuer: z.string() }),
  Name: z.string(),
});

const RouteProperties = z.strictObject({
  ...ignored('OperationName'),
  ApiId: z.string(),
  AuthorizationScopes: z.array(z.string()).default([]),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  RouteKey: z.string(),
  Target: z.string(),
});

export function readApis(resources: readonly Resource[]): readonly ApiDefinition[] {
  const read = <T extends { ApiId: string }>(type: string, schema: z.ZodType<T>): (T & { ref: string })[] =>
    resources
      .filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`)
      .map((resource) => ({ ...parseProperties(resource, schema), ref: resource.ref }));
  const stages = read('Stage', StageProperties);
  const integrations = read('Integration', IntegrationProperties);
  const authorizers = read('Authorizer', AuthorizerProperties);
  const routes = read('Route', RouteProperties);

  const authorizerOf = (id: string | undefined): JwtAuthorizerDefinition | undefined => {
    const found = authorizers.find(({ ref }) => ref === id)?.JwtConfiguration;
    return found && { issuer: found.Issuer, audiences: found.Audience };
  };
  const readRoute = (route: (typeof routes)[number]): RouteDefinition => {
    const integration = integrations.find(({ ref }) => route.Target === `integrations/${ref}`);
    const authorizer = authorizerOf(route.AuthorizerId);
    if (integration === undefined) throw new StartError(`route ${route.RouteKey} has no integration`);
    if (route.AuthorizationType === 'JWT' && authorizer === undefined) {
      throw new StartError(`route ${route.RouteKey} has no authorizer`);
    }
    return {
      routeKey: route.RouteKey,
      functionArn: functionArnOf(integration.IntegrationUri),
      timeoutMs: integration.TimeoutInMillis,
      ...optional('authorizer', route.AuthorizationType === 'JWT' ? authorizer : undefined),
      scopes: route.AuthorizationScopes,
    };
  };

  return resources
    .filter(({ type }) => type === 'AWS::ApiGatewayV2::Api')
    .map((resource) => {
      parseProperties(resource, ApiProperties);
      const stage = stages.find(({ ApiId }) => ApiId === resource.ref);
      const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = stage?.DefaultRouteSettings ?? {};
      return {
        id: resource.ref,
        name: resource.name,
        routes: routes.filter(({ ApiId }) => ApiId === resource.ref).map(readRoute),
        ...optional('throttle', rate === undefined ? undefined : { rate, burst: burst ?? rate }),
        ...optional('accessLogFormat', stage?.AccessLogSettings?.Format),
      };
    });
}

/** A function's ARN, alone or inside the `…:path/2015-03-31/functions/<arn>/invocations` form. */
function functionArnOf(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
