import { describe, expect, it } from '@jest/globals';
import { PARTNERS } from '../../core/partners/names.ts';
import { TABLE_INDEXES, TABLE_KEYS } from '../../core/store/table-names.ts';
import { EVENT_SOURCE, EVENT_TYPES } from '../../events/names.ts';
import { resourceNamed, resourcesOf, synthesize } from './synthesize.ts';

/** From a change of the table to the function that tells a partner: nothing on the way may be lost or misdirected. */

const template = synthesize({ stage: 'dev' });

function queueNamed(stem: string) {
  return resourceNamed(template, 'AWS::SQS::Queue', 'QueueName', `procurement-hub-dev-${stem}`);
}
function arnOf(stem: string) {
  return { 'Fn::GetAtt': [queueNamed(stem).id, 'Arn'] };
}
function mappingOf(stem: string): Readonly<Record<string, unknown>> {
  const lambda = resourceNamed(template, 'AWS::Lambda::Function', 'FunctionName', `procurement-hub-dev-${stem}`);
  const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
  return mappings.find(({ FunctionName }) => (FunctionName as { Ref: string }).Ref === lambda.id) ?? {};
}

describe('the table', () => {
  it('its keys and those of its indexes are the store’s', () => {
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
  it('it reads the stream from its beginning, splits a batch that fails, and keeps what never succeeds', () => {
    expect(mappingOf('relay')).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      DestinationConfig: { OnFailure: { Destination: arnOf('relay-dlq') } },
    });
  });

  it('it is woken by the entities that events are made of, by how they are now', () => {
    const { Filters } = mappingOf('relay').FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }): unknown => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { entity: { S: ['procurement_request'] } } } },
      { dynamodb: { NewImage: { entity: { S: ['sync_record'] }, state: { S: ['pending'] } } } },
    ]);
  });
});

describe.each(PARTNERS)('the path to %s', (partner) => {
  const rule = resourceNamed(template, 'AWS::Events::Rule', 'Name', `procurement-hub-dev-sync-${partner}`).properties;

  it('its rule lets through what the catalog has and what is meant for it, from the hub alone', () => {
    const detailTypes = ['procurement.request.approved', 'procurement.sync.retry_requested'];
    expect(EVENT_TYPES).toEqual(expect.arrayContaining(detailTypes));
    expect(rule.EventPattern).toEqual({
      source: [EVENT_SOURCE],
      'detail-type': detailTypes,
      detail: { destinations: [partner] },
    });
  });

  it('an event that its queue does not take is kept in the dead-letter queue', () => {
    expect(rule.Targets).toMatchObject([
      { Arn: arnOf(`sync-${partner}`), DeadLetterConfig: { Arn: arnOf(`sync-${partner}-dlq`) } },
    ]);
  });

  it('at most ten messages are in its hands at once', () => {
    const { BatchSize, ScalingConfig } = mappingOf(`sync-${partner}`) as {
      BatchSize: number;
      ScalingConfig: { MaximumConcurrency: number };
    };
    expect(BatchSize * ScalingConfig.MaximumConcurrency).toBe(10);
  });

  it('what fails stays longer in the dead-letter queue than it may have waited before', () => {
    const retentionOf = (stem: string) => Number(queueNamed(stem).properties.MessageRetentionPeriod);
    // SQS counts from when a message was first sent, also in the dead-letter queue.
    expect(retentionOf(`sync-${partner}-dlq`)).toBeGreaterThan(2 * retentionOf(`sync-${partner}`));
  });
});

describe('the HTTP API’s stage', () => {
  it('it has a limit of requests', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('its access log has no address, header, query or body', () => {
    const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
    expect(JSON.stringify(stage?.properties.AccessLogSettings)).not.toMatch(
      /sourceIp|userAgent|header|query|body|claims/i,
    );
  });
});
