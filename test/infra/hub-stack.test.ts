import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { ERP_PARTNERS, PARTNER_NAMES } from '../../core/sync/partners.ts';
import { API_ROUTE_KEYS } from '../../functions/api/route-keys.ts';
import { DOCS_ROUTE_KEYS } from '../../functions/docs/route-keys.ts';
import { MANAGEMENT_ROUTE_KEYS } from '../../functions/management/route-keys.ts';
import { SUPPLIER_DEFAULT_ROUTE_KEY, SUPPLIER_ROUTE_KEYS } from '../../functions/supplier/route-keys.ts';
import { FUNCTION_ENTRIES } from '../../lib/bundle/index.ts';
import { readConfig, STAGES } from '../../lib/config.ts';
import { stackOf, synthesize } from './synthesize.ts';

const ROOT = join(__dirname, '../..');
function contextOf(stage: string): Record<string, string> {
  return {
    stage,
    issuer: 'https://issuer.example.com',
  };
}

const stages = { dev: synthesize(contextOf('dev')), prod: synthesize(contextOf('prod')) };
const template = stages.dev;

interface Resource {
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}
function resources(type: string, of: Template = template): [string, Resource][] {
  return Object.entries(of.findResources(type)) as [string, Resource][];
}
function properties(type: string, of: Template = template): Record<string, unknown>[] {
  return resources(type, of).map(([, { Properties }]) => Properties);
}

/** Those of the documentation, and those of suppliers, which their function authenticates. */
const PUBLIC_ROUTE_KEYS: readonly string[] = [...DOCS_ROUTE_KEYS, ...SUPPLIER_ROUTE_KEYS, SUPPLIER_DEFAULT_ROUTE_KEY];

describe('the HTTP API', () => {
  const routes = properties('AWS::ApiGatewayV2::Route');

  it('has exactly the routes of the route tables, and the default route', () => {
    const keys = [...API_ROUTE_KEYS, ...MANAGEMENT_ROUTE_KEYS, ...PUBLIC_ROUTE_KEYS, '$default'];
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(keys.sort());
  });

  it('requires a token of the issuer on every route but those of its documentation and of suppliers', () => {
    const [[authorizerId] = ['']] = resources('AWS::ApiGatewayV2::Authorizer');
    for (const { RouteKey, AuthorizationType, AuthorizerId } of routes) {
      const isPublic = PUBLIC_ROUTE_KEYS.includes(String(RouteKey));
      expect([RouteKey, AuthorizationType]).toEqual([RouteKey, isPublic ? 'NONE' : 'JWT']);
      expect(AuthorizerId).toEqual(isPublic ? undefined : { Ref: authorizerId });
    }
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: 'https://issuer.example.com', Audience: ['procurement-hub'] },
    });
  });
});

describe('functions behind the HTTP API', () => {
  it('have one invoke permission each, for the whole API', () => {
    const permissions = properties('AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal === 'apigateway.amazonaws.com',
    );
    expect(permissions).toHaveLength(4);
    for (const { SourceArn } of permissions) {
      expect(JSON.stringify(SourceArn)).toContain('/*/*"');
      expect(JSON.stringify(SourceArn)).not.toContain('/*/*/*');
    }
  });
});

describe('queues', () => {
  const deadLetterIds = properties('AWS::SQS::Queue').flatMap(({ RedrivePolicy }) => {
    const policy = RedrivePolicy as { deadLetterTargetArn: { 'Fn::GetAtt': [string, string] } } | undefined;
    return policy ? [policy.deadLetterTargetArn['Fn::GetAtt'][0]] : [];
  });

  it('have a dead-letter queue of their own after ten receives', () => {
    const consumed = properties('AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy);
    expect(consumed).toHaveLength(PARTNER_NAMES.length + ERP_PARTNERS.length + 2);
    for (const { RedrivePolicy } of consumed) expect(RedrivePolicy).toMatchObject({ maxReceiveCount: 10 });
    expect(new Set(deadLetterIds).size).toBe(consumed.length);
  });

  it('have an alarm on the first dead letter', () => {
    const alarmed = properties('AWS::CloudWatch::Alarm').filter(
      ({ MetricName, Threshold }) => MetricName === 'ApproximateNumberOfMessagesVisible' && Threshold === 0,
    );
    const queues = properties('AWS::SQS::Queue').filter(({ RedrivePolicy }) => !RedrivePolicy);
    expect(alarmed).toHaveLength(queues.length);
  });

  it('hide a message for six times the timeout of the function that consumes them', () => {
    const named = (type: string, reference: unknown) =>
      resources(type).find(([id]) => JSON.stringify(reference).includes(`"${id}"`))?.[1].Properties;
    const times = properties('AWS::Lambda::EventSourceMapping').flatMap(({ EventSourceArn, FunctionName }) => {
      const queue = named('AWS::SQS::Queue', EventSourceArn);
      return queue
        ? [[queue.VisibilityTimeout, 6 * Number(named('AWS::Lambda::Function', FunctionName)?.Timeout)]]
        : [];
    });
    expect(times).toHaveLength(deadLetterIds.length);
    for (const [visibility, needed] of times) expect(visibility).toBe(needed);
  });

  it('report partial failures by message', () => {
    for (const mapping of properties('AWS::Lambda::EventSourceMapping')) {
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });
});

describe('alarms', () => {
  it('notify the topic in ALARM and in OK', () => {
    const [[topic] = ['']] = resources('AWS::SNS::Topic');
    for (const { AlarmActions, OKActions } of properties('AWS::CloudWatch::Alarm')) {
      expect([AlarmActions, OKActions]).toEqual([[{ Ref: topic }], [{ Ref: topic }]]);
    }
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  const runbook = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
  const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  const names = properties('AWS::CloudWatch::Alarm').map(({ AlarmName }) => AlarmName as string);

  it('have a runbook section each, and no section is without alarm', () => {
    expect(headings.sort()).toEqual(names.map((name) => name.replace('procurement-hub-dev-', '')).sort());
  });

  it('describe what is broken for whom', () => {
    for (const { AlarmDescription } of properties('AWS::CloudWatch::Alarm'))
      expect(AlarmDescription).toMatch(/^.{20,}See docs/);
  });

  it('have a description, an investigation and a resolution in the runbook', () => {
    for (const section of runbook.split(/^## /m).slice(1)) {
      expect([...section.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading)).toEqual([
        'Description',
        'Investigation',
        'Resolution',
      ]);
    }
  });
});

describe('functions', () => {
  const functions = properties('AWS::Lambda::Function');

  it('run on Node 24 and arm64, not traced, with log groups that expire', () => {
    expect(functions).toHaveLength(Object.keys(FUNCTION_ENTRIES).length);
    for (const lambda of functions) {
      expect(lambda).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
      });
      // A trace costs more than the rest of an invocation.
      expect(lambda.TracingConfig).toBeUndefined();
    }
    for (const group of properties('AWS::Logs::LogGroup')) expect(group.RetentionInDays).toBe(7);
  });

  interface Statement {
    readonly Action: string | string[];
    readonly Resource: unknown;
  }
  const statements = properties('AWS::IAM::Policy').flatMap(
    ({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement,
  );

  it('have no wildcard grant that AWS does not require', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    const onEverything = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(new Set(onEverything)).toEqual(new Set(['dynamodb:ListStreams']));
  });

  it('reach secrets of their stage and partner, or of subscriptions only, for any number of organizations', () => {
    const secrets = statements.filter(({ Action }) => String(Action).startsWith('secretsmanager:'));
    expect(secrets.map(({ Resource }) => /:secret:([^"]+)/.exec(JSON.stringify(Resource))?.[1]).sort()).toEqual([
      // To create them, and to manage them: the caller's token says of which organization.
      'procurement-hub/dev/*',
      'procurement-hub/dev/*',
      // Its syncs and, for an ERP, its pulls.
      ...[...ERP_PARTNERS, ...PARTNER_NAMES].map((partner) => `procurement-hub/dev/*/${partner}-??????`).sort(),
      'procurement-hub/dev/*/subscription-*-??????',
    ]);
    expect(resources('AWS::SecretsManager::Secret')).toEqual([]);
  });
});

describe('the table', () => {
  it('is on demand, with a stream of both images, TTL and point-in-time recovery', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  it('is protected from deletion in prod and outlives the stack', () => {
    const [[, dev]] = resources('AWS::DynamoDB::GlobalTable') as [[string, Resource]];
    const [[, prod]] = resources('AWS::DynamoDB::GlobalTable', stages.prod) as [[string, Resource]];
    expect(dev.DeletionPolicy).toBe('Delete');
    // A failed first deployment leaves nothing behind that the next one would collide with.
    expect(prod.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(prod.Properties.Replicas).toMatchObject([{ DeletionProtectionEnabled: true }]);
  });
});

it('keeps logs for a year in prod and protects the stack from termination', () => {
  for (const group of properties('AWS::Logs::LogGroup', stages.prod)) expect(group.RetentionInDays).toBe(365);
  expect(stackOf(contextOf('prod')).terminationProtection).toBe(true);
});

describe('the bucket of large calls of suppliers', () => {
  const [[, dev]] = resources('AWS::S3::Bucket') as [[string, Resource]];
  const [[, prod]] = resources('AWS::S3::Bucket', stages.prod) as [[string, Resource]];

  it('is encrypted, private, and empties itself after what the queues keep', () => {
    expect(dev.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 30, Status: 'Enabled' }] },
    });
  });

  it('is reached with TLS only', () => {
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  it('outlives the stack in prod', () => {
    expect([dev.DeletionPolicy, prod.DeletionPolicy]).toEqual(['Delete', 'RetainExceptOnCreate']);
  });
});

it('archives every event of the bus', () => {
  template.hasResourceProperties('AWS::Events::Archive', {
    RetentionDays: 7,
    EventPattern: { source: ['procurement-hub'] },
  });
});

describe('configuration', () => {
  it('rejects a stage that is not in the list', () => {
    expect(() => readConfig({ stage: 'staging' })).toThrow('stage: "staging" is not one of dev, prod');
  });

  it('rejects prod without an issuer', () => {
    expect(() => readConfig({ stage: 'prod' })).toThrow('issuer: prod needs one, with -c issuer=…');
    const insecure = { stage: 'prod', issuer: 'http://issuer.example.com' };
    expect(() => readConfig(insecure)).toThrow('issuer: must be an https URL in prod');
  });
});

describe('the protocols of partner URLs', () => {
  const callers = ['management', 'notify', ...PARTNER_NAMES, ...ERP_PARTNERS];
  const protocolsOf = (of: Template) =>
    properties('AWS::Lambda::Function', of).flatMap(({ Environment }) => {
      const { Variables } = (Environment ?? {}) as { Variables?: Record<string, string> };
      return Variables?.PARTNER_PROTOCOLS ?? [];
    });

  it('are those with TLS where the issuer has it', () => {
    for (const stage of STAGES) expect(protocolsOf(stages[stage])).toEqual(callers.map(() => 'https:'));
  });

  it('are all where the issuer is on this machine', () => {
    const local = synthesize({ stage: 'dev', issuer: 'http://localhost:4000' });
    expect(protocolsOf(local)).toEqual(callers.map(() => 'https: http:'));
  });
});

describe('npx cdk synth', () => {
  const outside = mkdtempSync(join(tmpdir(), 'synth-'));
  afterAll(() => rmSync(outside, { recursive: true }));

  it.each(STAGES)(
    'needs no account for %s and passes AwsSolutions',
    (stage) => {
      const context = Object.entries(contextOf(stage)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const { status, stderr } = spawnSync('cdk', ['synth', '-q', '-o', join(outside, `out-${stage}`), ...context], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: outside, HUB_DIST_DIR: join(outside, `dist-${stage}`) },
      });
      expect({ status, errors: stderr.match(/^ERROR.*$/gm) }).toEqual({ status: 0, errors: null });
    },
    30_000,
  );

  it('has a reason for every acknowledged rule', () => {
    const acknowledged = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(ROOT, 'lib', name), 'utf8').matchAll(/acknowledge\((\{.*?\})\);/gs)])
      .map(([, entry]) => entry);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const entry of acknowledged) expect(entry).toMatch(/id: ['`]AwsSolutions-[^'`]+['`],\s*reason:\s*'[^']{20,}'/);
  });
});
