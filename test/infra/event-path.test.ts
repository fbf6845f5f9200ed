import { describe, expect, it } from '@jest/globals';
import { TABLE_INDEXES, TABLE_KEYS } from '../../core/store/names.ts';
import { MAX_IN_FLIGHT } from '../../core/sync/integration-settings.ts';
import { ERP_PARTNERS, PARTNER_NAMES, pullBaseName, syncBaseName } from '../../core/sync/partners.ts';
import { EVENT_SOURCE, EVENT_TYPES } from '../../events/names.ts';
import { resourceNamed, resourcesOf, synthesize } from './synthesize.ts';

/** What suppliers post about an order. */
const DOCUMENTS = ['order_acknowledgement', 'shipment', 'invoice', 'supplier_document'];

/** The path from a change of the table to a partner's function: no event is lost or misdirected. */

const template = synthesize({ stage: 'dev' });

function queueNamed(baseName: string) {
  return resourceNamed(template, 'AWS::SQS::Queue', 'QueueName', `procurement-hub-dev-${baseName}`);
}
function arnOf(baseName: string) {
  return { 'Fn::GetAtt': [queueNamed(baseName).id, 'Arn'] };
}
function mappingOf(baseName: string): Readonly<Record<string, unknown>> {
  const lambda = resourceNamed(template, 'AWS::Lambda::Function', 'FunctionName', `procurement-hub-dev-${baseName}`);
  const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
  return mappings.find(({ FunctionName }) => (FunctionName as { Ref: string }).Ref === lambda.id) ?? {};
}

describe('the table', () => {
  it('has the keys and indexes of the store', () => {
    const keys = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ];
    const [table] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');
    expect(table?.properties.KeySchema).toEqual(keys(TABLE_KEYS.partition, TABLE_KEYS.sort));
    expect(table?.properties.GlobalSecondaryIndexes).toMatchObject(
      TABLE_INDEXES.map((index) => ({ IndexName: index, KeySchema: keys(`${index}pk`, `${index}sk`) })),
    );
  });
});

describe('the relay', () => {
  it('reads the stream from its start, bisects a failed batch, retries for the stream’s day, and has a queue for what expires', () => {
    expect(mappingOf('relay')).not.toHaveProperty('MaximumRetryAttempts');
    expect(mappingOf('relay')).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: arnOf('relay-dlq') } },
    });
  });

  it('is invoked for the entities that have events only', () => {
    const { Filters } = mappingOf('relay').FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }): unknown => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { entity: { S: ['procurement_request', 'purchase_order', ...DOCUMENTS] } } } },
      {
        dynamodb: { NewImage: { entity: { S: ['integration_state', 'delivery'] }, notice: { S: ['resumed', 'due'] } } },
      },
      {
        dynamodb: {
          NewImage: {
            entity: { S: ['erp_sync_job', 'subscription', 'sync_record'] },
            state: { S: ['pending', 'waiting', 'synced', 'failed', 'unknown', 'disabled'] },
          },
        },
      },
      {
        dynamodb: { NewImage: { entity: { S: ['supplier_product'] }, last_change: { S: ['price'] } } },
      },
    ]);
  });
});

describe.each(PARTNER_NAMES)('the path to %s', (partner) => {
  const rule = resourceNamed(
    template,
    'AWS::Events::Rule',
    'Name',
    `procurement-hub-dev-${syncBaseName(partner)}`,
  ).properties;

  it('matches the hub’s events of the catalog that have this destination', () => {
    const detailTypes = [
      'procurement.order.created',
      'procurement.order.changed',
      'procurement.order.cancelled',
      'procurement.sync.became_due',
    ];
    expect(EVENT_TYPES).toEqual(expect.arrayContaining(detailTypes));
    expect(rule.EventPattern).toEqual({
      source: [EVENT_SOURCE],
      'detail-type': detailTypes,
      detail: { destinations: [partner] },
    });
  });

  it('has a dead-letter queue for events that its queue rejects', () => {
    expect(rule.Targets).toMatchObject([
      { Arn: arnOf(syncBaseName(partner)), DeadLetterConfig: { Arn: arnOf(`${syncBaseName(partner)}-dlq`) } },
    ]);
  });

  it('handles one message per invocation, so that a partner that hangs delays no other, and fifty at once', () => {
    expect(mappingOf(syncBaseName(partner))).toMatchObject({
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 50 },
    });
    expect(5 * MAX_IN_FLIGHT).toBeLessThan(50);
  });

  it('keeps failed messages longer than they may have waited before', () => {
    const retentionOf = (baseName: string) => Number(queueNamed(baseName).properties.MessageRetentionPeriod);
    // A message in a dead-letter queue expires by the time at which it was first sent.
    expect(retentionOf(`${syncBaseName(partner)}-dlq`)).toBeGreaterThan(2 * retentionOf(syncBaseName(partner)));
  });
});

describe.each(ERP_PARTNERS)('the path of pulls from %s', (partner) => {
  it('matches the events of jobs that have this destination, and dead-letters what the queue rejects', () => {
    const { properties: rule } = resourceNamed(
      template,
      'AWS::Events::Rule',
      'Name',
      `procurement-hub-dev-${pullBaseName(partner)}`,
    );
    expect(rule.EventPattern).toEqual({
      source: [EVENT_SOURCE],
      'detail-type': ['procurement.erp_sync.requested', 'procurement.erp_sync.became_due'],
      detail: { destinations: [partner] },
    });
    expect(rule.Targets).toMatchObject([
      { Arn: arnOf(pullBaseName(partner)), DeadLetterConfig: { Arn: arnOf(`${pullBaseName(partner)}-dlq`) } },
    ]);
    expect(mappingOf(pullBaseName(partner))).toMatchObject({ BatchSize: 1 });
  });
});

describe('the schedule of pulls', () => {
  it.each([
    ['vendors', 'vendors', 'rate(1 day)'],
    ['budgets', 'budgets', 'rate(1 hour)'],
    ['purchase-orders', 'purchase_orders', 'rate(15 minutes)'],
    ['catalogs', 'catalogs', 'rate(1 day)'],
  ])('starts those of %s at their rate', (name, scope, rate) => {
    const rule = resourceNamed(
      template,
      'AWS::Events::Rule',
      'Name',
      `procurement-hub-dev-schedule-${name}`,
    ).properties;
    expect(rule).toMatchObject({ ScheduleExpression: rate, Targets: [{ Input: JSON.stringify({ scope }) }] });
  });
});

describe('the path to the endpoints of organizations', () => {
  const rule = resourceNamed(template, 'AWS::Events::Rule', 'Name', 'procurement-hub-dev-notify').properties;

  it('matches every event that organizations can subscribe to, and deliveries that are due', () => {
    const internal = EVENT_TYPES.filter((type) => /\.became_due$|^procurement\.product\./.test(type));
    const pattern = rule.EventPattern as { 'detail-type': string[] };
    expect(pattern).toEqual({ source: [EVENT_SOURCE], 'detail-type': expect.any(Array) });
    expect(new Set(pattern['detail-type'])).toEqual(
      new Set([...EVENT_TYPES.filter((type) => !internal.includes(type)), 'procurement.delivery.became_due']),
    );
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    expect(JSON.stringify(pattern).length).toBeLessThan(2048);
  });

  it('handles some messages per invocation, which wait for their receivers together', () => {
    expect(mappingOf('notify')).toMatchObject({ BatchSize: 10, ScalingConfig: { MaximumConcurrency: 50 } });
  });
});

describe('the sweep', () => {
  const rule = resourceNamed(template, 'AWS::Events::Rule', 'Name', 'procurement-hub-dev-sweep').properties;
  const lambda = resourceNamed(template, 'AWS::Lambda::Function', 'FunctionName', 'procurement-hub-dev-sweep');

  it('is invoked each minute and ends before the next, which does what it has left', () => {
    expect(rule).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': [lambda.id, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 0 } }],
    });
    expect(rule).not.toHaveProperty('EventPattern');
    expect(Number(lambda.properties.Timeout)).toBeLessThan(60);
  });

  it('also runs at once when an integration is resumed', () => {
    const { properties } = resourceNamed(template, 'AWS::Events::Rule', 'Name', 'procurement-hub-dev-sweep-events');
    expect(properties.EventPattern).toEqual({
      source: [EVENT_SOURCE],
      'detail-type': ['procurement.integration.resumed'],
    });
  });

  it('may be invoked by those rules only', () => {
    const ids = ['sweep', 'sweep-events'].map(
      (name) => resourceNamed(template, 'AWS::Events::Rule', 'Name', `procurement-hub-dev-${name}`).id,
    );
    const permissions = resourcesOf(template, 'AWS::Lambda::Permission').filter(({ properties }) =>
      JSON.stringify(properties.FunctionName).includes(lambda.id),
    );
    expect(permissions.map(({ properties }) => properties)).toMatchObject(
      ids.map((id) => ({ Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [id, 'Arn'] } })),
    );
  });
});

describe('the HTTP API’s stage', () => {
  it('limits the request rate', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('logs no address, header, query or body', () => {
    const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
    expect(JSON.stringify(stage?.properties.AccessLogSettings)).not.toMatch(
      /sourceIp|userAgent|header|query|body|claims/i,
    );
  });
});
