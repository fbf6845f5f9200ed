import * as z from 'zod';
import type { ApiDefinition, RouteDefinition } from '../aws/api-gateway/definition.ts';
import { StartError } from '../start-error.ts';
import { Count, Flag, type Resource, readerOf } from './resources.ts';

const readStages = readerOf(
  'AWS::ApiGatewayV2::Stage',
  ['Description', 'StageName', 'Tags'],
  {
    AccessLogSettings: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
    ApiId: z.string(),
    AutoDeploy: Flag.optional(),
    DefaultRouteSettings: z
      .strictObject({ ThrottlingBurstLimit: Count, ThrottlingRateLimit: z.coerce.number() })
      .optional(),
  },
  (_, stage) => stage,
);

const readIntegrations = readerOf(
  'AWS::ApiGatewayV2::Integration',
  ['Description'],
  {
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY', 'the local runtime supports Lambda proxy integrations only'),
    IntegrationUri: z.string().regex(/^arn:aws:lambda:[^/]+$/, 'must be the ARN of a function'),
    PayloadFormatVersion: z.literal('2.0', 'the local runtime supports payload format 2.0 only'),
    TimeoutInMillis: Count.default(30_000),
  },
  ({ ref }, integration) => ({ target: `integrations/${ref}`, ...integration }),
);

const readAuthorizers = readerOf(
  'AWS::ApiGatewayV2::Authorizer',
  ['ApiId', 'Name'],
  {
    AuthorizerType: z.literal('JWT', 'the local runtime supports JWT authorizers only'),
    IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
    JwtConfiguration: z.strictObject({ Audience: z.array(z.string()), Issuer: z.string() }),
  },
  ({ ref }, { JwtConfiguration: { Issuer, Audience } }) => ({
    id: ref,
    definition: { issuer: Issuer, audiences: Audience },
  }),
);

const readRoutes = readerOf(
  'AWS::ApiGatewayV2::Route',
  ['OperationName'],
  {
    ApiId: z.string(),
    AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
    AuthorizerId: z.string().optional(),
    RouteKey: z.string(),
    Target: z.string(),
  },
  (_, route) => route,
);

const readHttpApis = readerOf(
  'AWS::ApiGatewayV2::Api',
  ['Description', 'DisableExecuteApiEndpoint', 'Name', 'Tags'],
  { ProtocolType: z.literal('HTTP', 'the local runtime supports HTTP APIs only') },
  ({ ref, name }) => ({ id: ref, name }),
);

export function readApis(resources: readonly Resource[]): readonly ApiDefinition[] {
  const stages = readStages(resources);
  const integrations = readIntegrations(resources);
  const authorizers = readAuthorizers(resources);
  const routes = readRoutes(resources);

  function define(route: (typeof routes)[number]): RouteDefinition {
    const integration = integrations.find(({ target }) => target === route.Target);
    const authorizer = authorizers.find(({ id }) => id === route.AuthorizerId)?.definition;
    if (integration === undefined) throw new StartError(`route ${route.RouteKey} has no integration`);
    if (route.AuthorizationType === 'JWT' && authorizer === undefined) {
      throw new StartError(`route ${route.RouteKey} has no authorizer`);
    }
    return {
      routeKey: route.RouteKey,
      functionArn: integration.IntegrationUri,
      timeoutMs: integration.TimeoutInMillis,
      authorizer: route.AuthorizationType === 'JWT' ? authorizer : undefined,
    };
  }

  return readHttpApis(resources).map(({ id, name }) => {
    const stage = stages.find(({ ApiId }) => ApiId === id);
    const throttle = stage?.DefaultRouteSettings;
    return {
      id,
      name,
      routes: routes.filter(({ ApiId }) => ApiId === id).map(define),
      throttle: throttle && { rate: throttle.ThrottlingRateLimit, burst: throttle.ThrottlingBurstLimit },
      accessLogFormat: stage?.AccessLogSettings?.Format,
    };
  });
}
