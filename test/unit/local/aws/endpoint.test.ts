import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AwsFaults } from '../../../../local/aws/endpoint/faults.ts';
import type { Endpoint } from '../../../../local/aws/endpoint/index.ts';
import { createAuthorizer } from '../../../../local/aws/iam/index.ts';
import { Meter } from '../../../../local/aws/meter.ts';
import { type AwsCall, AwsError, type AwsService, type Caller } from '../../../../local/aws/service.ts';
import { MemoryCollection } from '../../../../local/collections.ts';
import { FaultInjector } from '../../../../local/fault-injector.ts';
import { endpointOf, type ServedEndpoint, serveEndpoint } from './endpoint-fixture.ts';

const API: Caller = { name: 'api', roleId: 'ApiRole' };
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/things';

describe('the AWS endpoint', () => {
  let settings: ServedEndpoint['settings'];
  let close: ServedEndpoint['close'];
  let meter: Meter;
  let faults: AwsFaults;
  let endpoint: Endpoint;
  let calls: AwsCall[] = [];
  const errors: unknown[] = [];
  let handle: AwsService['handle'] = async () => ({ output: { done: true } });

  beforeEach(async () => {
    calls = [];
    errors.length = 0;
    meter = new Meter();
    faults = new FaultInjector(new MemoryCollection());
    handle = async () => ({ output: { done: true }, usage: { writeUnits: 2 } });
    const service = (name: string): AwsService => ({
      name,
      permissions: ({ action }) => [{ action: `${name}:${action}`, resource: table }],
      handle: async (call) => {
        calls.push(call);
        return handle(call);
      },
      close: async () => undefined,
    });
    endpoint = endpointOf(['dynamodb', 's3', 'lambda'].map(service), {
      callers: new Map([
        ['ASIAAPI', API],
        ['operator', { name: 'operator' }],
      ]),
      authorizer: createAuthorizer([
        {
          id: 'ApiRole',
          policies: [{ Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table }] }],
        },
      ]),
      meter,
      faults,
      onError: (error) => errors.push(error),
    });
    ({ settings, close } = await serveEndpoint(endpoint));
  });
  afterEach(() => close());

  const ask = async (target: string, key: string | null = 'ASIAAPI', body = '{"TableName":"things"}') => {
    const signature = `AWS4-HMAC-SHA256 Credential=${key}/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host`;
    const response = await fetch(settings.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': target,
        'content-type': 'application/x-amz-json-1.0',
        ...(key !== null && { authorization: signature }),
      },
      body,
    });
    const output = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, output };
  };

  it('dispatches by x-amz-target, with the caller of the access key', async () => {
    const { status, headers, output } = await ask('DynamoDB_20120810.PutItem');
    expect([status, output]).toEqual([200, { done: true }]);
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[\w-]{36}$/);
    expect(calls[0]).toMatchObject({ action: 'PutItem', input: { TableName: 'things' }, caller: API });
  });

  it("rejects what the caller's role does not grant, before any work", async () => {
    const { status, headers, output } = await ask('DynamoDB_20120810.DeleteItem');
    expect(status).toBe(400);
    expect(headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(output.message).toBe(
      `User: arn:aws:sts::000000000000:assumed-role/ApiRole/api is not authorized to perform: dynamodb:DeleteItem on resource: ${table} because no identity-based policy allows the dynamodb:DeleteItem action`,
    );
    expect(calls).toEqual([]);
  });

  it('grants the operator everything', async () => {
    expect((await ask('DynamoDB_20120810.DeleteItem', 'operator')).status).toBe(200);
  });

  it.each([
    ['without a signature', null, 'MissingAuthenticationTokenException'],
    ['with an unknown key', 'AKIAOTHER', 'UnrecognizedClientException'],
  ])('rejects calls %s', async (_name, key, code) => {
    const { status, output } = await ask('DynamoDB_20120810.PutItem', key);
    expect([status, output.__type]).toEqual([403, `com.amazonaws.dynamodb#${code}`]);
  });

  it('rejects unknown services and bodies that are not JSON', async () => {
    expect((await ask('Kinesis_20131202.PutRecord')).output.__type).toMatch(/#UnknownOperationException$/);
    expect((await ask('DynamoDB_20120810.PutItem', 'ASIAAPI', '[1')).output.__type).toMatch(/#SerializationException$/);
  });

  it("sends a service's error with its members", async () => {
    handle = async () => {
      throw new AwsError('TransactionCanceledException', 'Cancelled', 400, { CancellationReasons: [{ Code: 'None' }] });
    };
    const { status, output } = await ask('DynamoDB_20120810.PutItem');
    expect([status, output]).toEqual([
      400,
      {
        __type: 'com.amazonaws.dynamodb#TransactionCanceledException',
        message: 'Cancelled',
        CancellationReasons: [{ Code: 'None' }],
      },
    ]);
  });

  it('reports an unexpected error and returns 500 without its cause', async () => {
    handle = async () => {
      throw new TypeError('undefined is not a function');
    };
    const { status, output } = await ask('DynamoDB_20120810.PutItem');
    expect([status, output.message]).toEqual([500, 'The local runtime failed on this call.']);
    expect(errors).toHaveLength(1);
  });

  it('meters every call with its usage and its errors', async () => {
    await ask('DynamoDB_20120810.PutItem');
    handle = async () => {
      throw new AwsError('ConditionalCheckFailedException', 'no');
    };
    await ask('DynamoDB_20120810.PutItem');
    expect(meter.report()).toEqual({ api: { dynamodb: { PutItem: { requests: 2, writeUnits: 2, errors: 1 } } } });
  });

  it('returns an injected fault as often as ordered, to its caller only, without doing the work', async () => {
    const code = 'ProvisionedThroughputExceededException';
    faults.add([{ service: 'dynamodb', action: 'PutItem', caller: 'api', code, status: 400, times: 2 }]);
    expect((await ask('DynamoDB_20120810.PutItem', 'operator')).status).toBe(200);
    for (let count = 0; count < 2; count++) {
      expect((await ask('DynamoDB_20120810.PutItem')).output.__type).toBe(`com.amazonaws.dynamodb#${code}`);
    }
    expect((await ask('DynamoDB_20120810.PutItem')).status).toBe(200);
    expect(calls).toHaveLength(2);
  });

  it('dispatches S3 and Lambda by path, and sends errors of S3 as XML', async () => {
    handle = async ({ http }) => {
      if (http.method === 'GET') throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
      return { output: Buffer.from('raw') };
    };
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=operator/20261121/us-east-1/s3/aws4_request' };
    const missing = await fetch(`${settings.endpoint}/bucket/key`, { headers });
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('<Code>NoSuchKey</Code>')]);
    const invoked = await fetch(`${settings.endpoint}/2015-03-31/functions/api/invocations`, {
      method: 'POST',
      headers,
    });
    expect(await invoked.text()).toBe('raw');
    expect(calls.map(({ action }) => action)).toEqual(['GetObject', 'Invoke']);
  });

  it('authorizes and meters calls from inside the runtime alike', async () => {
    await expect(endpoint.call(API, { service: 'dynamodb', action: 'Scan', input: {} })).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    await endpoint.call(API, { service: 'dynamodb', action: 'PutItem', input: {} });
    expect(meter.report().api?.dynamodb?.PutItem?.requests).toBe(1);
  });
});
