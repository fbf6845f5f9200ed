import { join } from 'node:path';
import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvName } from '../../core/runtime/env-names.ts';
import type { FunctionName } from '../bundle/index.ts';
import type { HubConfig } from '../config.ts';
import { physicalName } from './naming.ts';

/** Matches the log lines whose field has this value. */
export interface LogFilter {
  readonly field: string;
  readonly value: string;
}

export interface HubFunctionProps {
  readonly config: HubConfig;
  /** The folder with a folder per function, which holds its bundle. */
  readonly codeRoot: string;
  /** The name of the bundle's folder, of the function without its prefix, and of its runbook sections. */
  readonly baseName: FunctionName;
  /** At most 30 seconds behind the HTTP API, which waits no longer. */
  readonly timeout: Duration;
  /** CPU is proportional to memory. */
  readonly memoryMiB: number;
  readonly environment: Partial<Readonly<Record<EnvName, string>>>;
}

/** A Lambda function of the hub: Node 24 on arm64, with its own role and log group. Not traced: log lines join by their ids. */
export class HubFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly #logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: HubFunctionProps) {
    super(scope, id);
    const { config, baseName } = props;
    const functionName = physicalName(config.stage, baseName);
    this.#logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: config.logRetention,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(props.codeRoot, baseName)),
      timeout: props.timeout,
      memorySize: props.memoryMiB,
      logGroup: this.#logGroup,
      role: new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      environment: props.environment,
    });
    this.#logGroup.grantWrite(this.lambda);
  }

  /** A metric that counts the matching log lines, per five minutes. */
  metricFromLogs(name: string, { field, value }: LogFilter): Metric {
    const filter = this.#logGroup.addMetricFilter(name, {
      metricNamespace: 'procurement-hub',
      metricName: `${this.node.path}-${name}`,
      filterPattern: FilterPattern.stringValue(field, '=', value),
      metricValue: '1',
      defaultValue: 0,
    });
    return filter.metric({ period: Duration.minutes(5), statistic: 'Sum' });
  }

  /** Grants the function's role these actions on these resources. */
  grant(actions: readonly string[], ...resources: readonly string[]): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Grants actions on the secrets whose names match a pattern, for organizations that the template does not know. */
  grantSecrets(actions: readonly string[], pattern: string): void {
    const resource = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: pattern,
    });
    this.grant(actions, resource);
    const arn = `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${pattern}`;
    Validations.of(this).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${arn}]`,
      reason: 'Organizations come and go without a deployment; the prefix keeps the grant within this stage.',
    });
  }
}
