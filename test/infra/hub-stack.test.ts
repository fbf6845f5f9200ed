import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { API_ROUTE_KEYS } from '../../functions/api/route-keys.ts';
import { FUNCTION_ENTRIES } from '../../lib/bundle.ts';
import { readConfig, STAGES } from '../../lib/config.ts';
import { stackOf, synthesize } from './synthesize.ts';

const ROOT = join(__dirname, '../..');
function contextOf(stage: string): Record<string, string> {
  return {
    stage,
    issuer: 'https://issuer.example.com',
    organizations: 'org_a,org_b',
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

describe('the HTTP API', () => {
  const routes = properties('AWS::ApiGatewayV2::Route');

  it('it has exactly the routes of the door’s table, and one for all else', () => {
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual([...API_ROUTE_KEYS, '$default'].sort());
  });

  it('every route asks for a token of the issuer', () => {
    const [[authorizerId] = ['']] = resources('AWS::ApiGatewayV2::Authorizer');
    expect(routes.every(({ AuthorizationType }) => AuthorizationType === 'JWT')).toBe(true);
    expect(routes.every(({ AuthorizerId }) => (AuthorizerId as { Ref: string }).Ref === authorizerId)).toBe(true);
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: 'https://issuer.example.com', Audience: ['procurement-hub'] },
    });
  });
});

describe('queues', () => {
  const deadLetterIds = properties('AWS::SQS::Queue').flatMap(({ RedrivePolicy }) => {
    const policy = RedrivePolicy as { deadLetterTargetArn: { 'Fn::GetAtt': [string, string] } } | undefined;
    return policy ? [policy.deadLetterTargetArn['Fn::GetAtt'][0]] : [];
  });

  it('each that is consumed gives up after five receives, to a dead-letter queue of its own', () => {
    const consumed = properties('AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy);
    expect(consumed).toHaveLength(1);
    for (const { RedrivePolicy } of consumed) expect(RedrivePolicy).toMatchObject({ maxReceiveCount: 5 });
    expect(new Set(deadLetterIds).size).toBe(consumed.length);
  });

  it('each dead-letter queue has an alarm that rings at the first message', () => {
    const alarmed = properties('AWS::CloudWatch::Alarm').filter(
      ({ MetricName, Threshold }) => MetricName === 'ApproximateNumberOfMessagesVisible' && Threshold === 0,
    );
    const queues = properties('AWS::SQS::Queue').filter(({ RedrivePolicy }) => !RedrivePolicy);
    expect(alarmed).toHaveLength(queues.length);
  });

  it('a message stays hidden for six times the time-out of the function that reads it', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'procurement-hub-dev-sync-sap',
      VisibilityTimeout: 180,
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'procurement-hub-dev-sync-sap',
      Timeout: 30,
    });
  });

  it('partial failures are reported by message', () => {
    for (const mapping of properties('AWS::Lambda::EventSourceMapping')) {
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });
});

describe('alarms', () => {
  it('each tells the topic when it rings and when it stops', () => {
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

  it('each has a section of its own in the runbook, and each section an alarm', () => {
    expect(headings.sort()).toEqual(names.map((name) => name.replace('procurement-hub-dev-', '')).sort());
  });

  it('each says what is broken for whom', () => {
    for (const { AlarmDescription } of properties('AWS::CloudWatch::Alarm'))
      expect(AlarmDescription).toMatch(/^.{20,}See docs/);
  });

  it('each section says what it means, how to look and how to mend it', () => {
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

  it('each runs on Node 24 and arm64, traced, with a log group that forgets', () => {
    expect(functions).toHaveLength(Object.keys(FUNCTION_ENTRIES).length);
    for (const lambda of functions) {
      expect(lambda).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
      });
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

  it('none may do more than it names', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    const onEverything = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(new Set(onEverything)).toEqual(
      new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'dynamodb:ListStreams']),
    );
  });

  it('a consumer reads its own organization secrets and nobody else’s', () => {
    const secrets = statements
      .filter(({ Action }) => Action === 'secretsmanager:GetSecretValue')
      .map((s) => JSON.stringify(s.Resource));
    expect(secrets.some((resource) => resource.includes('procurement-hub/dev/org_a/sap-??????'))).toBe(true);
    expect(secrets.some((resource) => resource.includes('*'))).toBe(false);
  });
});

describe('the table', () => {
  it('it is on demand, streams both images, forgets what has expired, and can be restored to any second', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  it('in prod it can’t be deleted by mistake, and outlives the stack', () => {
    const [[, dev]] = resources('AWS::DynamoDB::GlobalTable') as [[string, Resource]];
    const [[, prod]] = resources('AWS::DynamoDB::GlobalTable', stages.prod) as [[string, Resource]];
    expect(dev.DeletionPolicy).toBe('Delete');
    expect(prod.DeletionPolicy).toBe('Retain');
    expect(prod.Properties.Replicas).toMatchObject([{ DeletionProtectionEnabled: true }]);
  });
});

it('prod keeps logs for a year, and its stack is not deleted by mistake', () => {
  for (const group of properties('AWS::Logs::LogGroup', stages.prod)) expect(group.RetentionInDays).toBe(365);
  expect(stackOf(contextOf('prod')).terminationProtection).toBe(true);
});

it('the bus keeps an archive of every event', () => {
  template.hasResourceProperties('AWS::Events::Archive', {
    RetentionDays: 7,
    EventPattern: { source: ['procurement-hub'] },
  });
});

it('each organization has a secret for each partner', () => {
  const names = properties('AWS::SecretsManager::Secret').map(({ Name }) => Name as string);
  expect(names.sort()).toEqual([
    'procurement-hub/dev/cursor-key',
    'procurement-hub/dev/org_a/sap',
    'procurement-hub/dev/org_b/sap',
  ]);
});

describe('configuration', () => {
  it('a stage that is not in the list is refused', () => {
    expect(() => readConfig({ stage: 'staging' })).toThrow('stage: "staging" is not one of dev, prod');
  });

  it.each(['*', 'org_a,', 'org_a/../org_b'])(
    'an organization id that would widen a grant is refused: %s',
    (organizations) => {
      expect(() => readConfig({ stage: 'dev', organizations })).toThrow('is not an organization id');
    },
  );

  it.each(['issuer', 'organizations'])('prod is refused without %s', (name) => {
    const context = { stage: 'prod', issuer: 'https://issuer.example.com', organizations: 'org_a', [name]: undefined };
    expect(() => readConfig(context)).toThrow(`${name}: prod needs one, with -c ${name}=…`);
  });
});

describe('npx cdk synth', () => {
  const outside = mkdtempSync(join(tmpdir(), 'synth-'));
  afterAll(() => rmSync(outside, { recursive: true }));

  it.each(STAGES)(
    'it needs no account for %s, and passes AWS Solutions',
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

  it('each rule that is acknowledged has a reason beside it', () => {
    const acknowledged = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(ROOT, 'lib', name), 'utf8').matchAll(/acknowledge\((\{[^}]*\})/g)])
      .map(([, entry]) => entry);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const entry of acknowledged) expect(entry).toMatch(/id: 'AwsSolutions-[^']+',\s*reason:\s*'[^']{20,}'/);
  });
});
