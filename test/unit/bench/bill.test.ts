import { describe, expect, it } from '@jest/globals';
import { LAMBDA_MILLISECONDS } from '../../../bench/bill/assumptions.ts';
import { costOf } from '../../../bench/bill/prices.ts';
import { quantitiesByCaller } from '../../../bench/bill/quantities.ts';

const NOTHING = { meter: {}, logBytes: {}, partnerCalls: {} };

describe('quantitiesByCaller', () => {
  it('counts what each caller is billed for, and the logs of the gateway with it', () => {
    const meter = {
      'apigateway.amazonaws.com': { apigateway: { Request: { requests: 1 } } },
      'events.amazonaws.com': { sqs: { SendMessage: { requests: 1, messages: 1, billedRequests: 2 } } },
      operator: { dynamodb: { Scan: { requests: 1, readUnits: 9, writeUnits: 0 } } },
    };
    expect(Object.fromEntries(quantitiesByCaller({ ...NOTHING, meter, logBytes: { 'api-access': 200 } }))).toEqual({
      'apigateway.amazonaws.com': { apiRequest: 1, logByte: 200 },
      'events.amazonaws.com': { queueRequest: 2 },
    });
  });

  it("assumes a function's time from its own calls and those to its partner, whatever they took here", () => {
    const meter = {
      'hub-sync-sap': {
        lambda: { Run: { requests: 1, billedMilliseconds: 4_000, gbSeconds: 2 } },
        dynamodb: { GetItem: { requests: 2, readUnits: 2, writeUnits: 0 } },
        sqs: { ReceiveMessage: { requests: 1, billedRequests: 1 } },
      },
    };
    const byCaller = quantitiesByCaller({ ...NOTHING, meter, partnerCalls: { sap: 3 } });
    const { invocation, awsCall, partnerCall } = LAMBDA_MILLISECONDS;
    expect(byCaller.get('hub-sync-sap')).toEqual({
      invocation: 1,
      gbSecond: (0.5 * (invocation + 2 * awsCall + 3 * partnerCall)) / 1000,
      readUnit: 2,
      writeUnit: 0,
      queueRequest: 1,
    });
  });

  it('tells what is written to S3 from what is read, and deletions are free', () => {
    const s3 = { PutObject: { requests: 1 }, GetObject: { requests: 2 }, DeleteObject: { requests: 1 } };
    const byCaller = quantitiesByCaller({ ...NOTHING, meter: { 'hub-import': { s3 } } });
    expect(byCaller.get('hub-import')).toEqual({ objectWrite: 1, objectRead: 2 });
  });

  it('fails for a service that has no price', () => {
    const meter = { 'hub-api': { kms: { Decrypt: { requests: 1 } } } };
    expect(() => quantitiesByCaller({ ...NOTHING, meter })).toThrow('kms has no price');
  });
});

describe('costOf', () => {
  it('adds up what is metered, without what is assumed', () => {
    const cost = costOf({ writeUnit: 4, readUnit: 1, event: 2, gbSecond: 1 }, 1_000_000);
    expect(cost.services).toEqual({
      DynamoDB: expect.closeTo(2.625),
      EventBridge: 2,
      'Lambda time': expect.closeTo(13.3334),
    });
    expect(cost.metered).toBeCloseTo(4.625);
  });
});
