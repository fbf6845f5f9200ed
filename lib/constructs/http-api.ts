import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as CdkHttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import { hubAlarm } from './hub-alarm.ts';
import type { HubFunction } from './hub-function.ts';
import { physicalName } from './naming.ts';

/** A function behind some of the API's routes. */
export interface HttpApiBackend {
  readonly function: HubFunction;
  /** Routes as `<method> <path>`, or `$default` for requests that match no other route. */
  readonly routeKeys: readonly string[];
  /** Whether a caller needs no token: the routes are the same for everybody, or their function authenticates callers itself. */
  readonly isPublic?: boolean;
}

export interface HttpApiProps {
  readonly config: HubConfig;
  /** Requests per second, and the burst above them, before API Gateway returns 429. */
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
  readonly backends: readonly HttpApiBackend[];
  /** What is broken for whom when the API fails. */
  readonly errorImpact: string;
}

const HTTP_METHODS = Object.values(HttpMethod);

/** Ids and numbers only: no address, header, query or body. */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latency: '$context.responseLatency',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
};

/** The HTTP API: routes to functions, a JWT authorizer, throttling, access log and alarm. */
export class HttpApi extends Construct {
  readonly api: CdkHttpApi;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { config } = props;
    const name = physicalName(config.stage, 'api');
    this.api = new CdkHttpApi(this, 'Api', { apiName: name, createDefaultStage: false });
    const authorizer = new HttpJwtAuthorizer('Jwt', config.issuer, { jwtAudience: [config.audience] });

    for (const backend of props.backends) {
      const { lambda, node } = backend.function;
      const integration = new UnpermittedIntegration(node.id, lambda);
      lambda.addPermission('HttpApi', {
        principal: new ServicePrincipal('apigateway.amazonaws.com'),
        // Any stage and route; `$default` is a route without a path.
        sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: this.api.apiId, resourceName: '*/*' }),
      });
      for (const key of backend.routeKeys) {
        const route = new HttpRoute(this, key.replaceAll('/', '-'), {
          httpApi: this.api,
          routeKey: routeKeyOf(key),
          integration,
          authorizer: backend.isPublic ? new HttpNoneAuthorizer() : authorizer,
        });
        if (backend.isPublic) {
          Validations.of(route).acknowledge({
            id: 'AwsSolutions-APIG4',
            reason: 'The route is the same for everybody, or its function authenticates suppliers by their passwords.',
          });
        }
      }
    }

    const accessLogs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/apigateway/${name}`,
      retention: config.logRetention,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: props.throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });

    hubAlarm(this, 'ServerErrors', {
      stage: config.stage,
      baseName: 'api-server-errors',
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 0,
      errorImpact: props.errorImpact,
    });
  }
}

/**
 * An integration without a permission per route, as a function's resource policy has at most 20 KB. CDK's own way to
 * omit them grants the API's routes that have a path, and so not `$default`.
 */
class UnpermittedIntegration extends HttpLambdaIntegration {
  protected override completeBind(): void {}
}

function routeKeyOf(key: string): HttpRouteKey {
  if (key === HttpRouteKey.DEFAULT.key) return HttpRouteKey.DEFAULT;
  const [method, path = ''] = key.split(' ');
  return HttpRouteKey.with(
    path,
    HTTP_METHODS.find((known) => known === method),
  );
}
