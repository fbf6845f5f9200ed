import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openClaimCheck } from '../../../../core/runtime/claim-check.ts';
import { createS3 } from '../../../../local/aws/s3/index.ts';
import { aDirectory } from '../../local/aws/a-call.ts';
import { endpointOf, type ServedEndpoint, serveEndpoint } from '../../local/aws/endpoint-fixture.ts';

/** The SDK reads its settings from the environment, as on Lambda. */
const VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const before = new Map(VARIABLES.map((name) => [name, process.env[name]]));
let served: ServedEndpoint;

beforeAll(async () => {
  const buckets = [{ name: 'imports', arn: 'arn:aws:s3:::imports' }];
  served = await serveEndpoint(endpointOf([createS3({ directory: await aDirectory(), buckets })]));
  process.env.AWS_ENDPOINT_URL = served.settings.endpoint;
  process.env.AWS_REGION = served.settings.region;
  process.env.AWS_ACCESS_KEY_ID = served.settings.credentials.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = served.settings.credentials.secretAccessKey;
});
afterAll(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await served.close();
});

describe('the claim check', () => {
  const KEY = 'org_5jHtK4pR8uWn/SUP-1001/imp_1';

  it('returns a body as it was stored, until it is deleted, also twice', async () => {
    const bodies = openClaimCheck('imports');
    const text = JSON.stringify({ name: 'Büro 💻', text: 'x'.repeat(300_000) });
    await bodies.put(KEY, text);
    expect(await bodies.get(KEY)).toBe(text);
    await bodies.delete(KEY);
    await bodies.delete(KEY);
    expect(await bodies.get(KEY)).toBeUndefined();
  });

  it('fails for a bucket that does not exist, instead of taking the body for deleted', async () => {
    await expect(openClaimCheck('others').get(KEY)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
