import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import { hubAlarm } from './hub-alarm.ts';
import type { HubFunction } from './hub-function.ts';
import { physicalName } from './naming.ts';

export interface HttpDoorProps {
  readonly config: HubConfig;
  /** Requests per second, and how many at once, before API Gateway answers 429. */
  readonly throttle: { readonly rateLimit: number; readonly burstLimit: number };
  /** The function behind every route. */
  readonly door: HubFunction;
  readonly routeKeys: readonly string[];
  /** What is broken for whom when it fails. */
  readonly errorImpact: string;
}

const HTTP_METHODS = Object.values(HttpMethod);

/** Ids and numbers alone: no address, no header, no query, no body. */
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

/** An HTTP API: one function behind a table of routes, a JWT authorizer before all of them. */
export class HttpDoor extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: HttpDoorProps) {
    super(scope, id);
    const { config } = props;
    const name = physicalName(config.stage, 'api');
    const authorizer = new HttpJwtAuthorizer('Jwt', config.issuer, { jwtAudience: [config.audience] });
    const integration = new HttpLambdaIntegration('Door', props.door.lambda);
    this.api = new HttpApi(this, 'Api', { apiName: name, createDefaultStage: false });

    for (const key of props.routeKeys) {
      const [method, path = ''] = key.split(' ');
      const routeKey = HttpRouteKey.with(
        path,
        HTTP_METHODS.find((known) => known === method),
      );
      new HttpRoute(this, key.replaceAll('/', '-'), { httpApi: this.api, routeKey, integration, authorizer });
    }
    // What has no route is told so by the door, in the same words as any other refusal.
    new HttpRoute(this, 'Default', { httpApi: this.api, routeKey: HttpRouteKey.DEFAULT, integration, authorizer });

    const accessLogs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/apigateway/${name}`,
      retention: config.logRetention,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
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
      stem: 'api-server-errors',
      metric: this.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: 0,
      errorImpact: props.errorImpact,
    });
  }
}
