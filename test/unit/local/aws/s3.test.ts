import { beforeEach, describe, expect, it } from '@jest/globals';
import { createS3, s3Action, s3ErrorXml } from '../../../../local/aws/s3/index.ts';
import { AwsError, type AwsService } from '../../../../local/aws/service.ts';
import { aCall, aDirectory } from './a-call.ts';

describe('S3', () => {
  let s3: AwsService;
  let directory: string;
  const open = (): void => {
    s3 = createS3({ directory, buckets: [{ name: 'claims', arn: 'arn:aws:s3:::claims' }], clock: () => 0 });
  };
  beforeEach(async () => {
    directory = await aDirectory();
    open();
  });
  const call = (method: string, path: string, http = {}) =>
    s3.handle(aCall(s3Action(method, path) ?? '', {}, { method, path, ...http }));

  it('keeps an object with its content type, metadata and ETag over a restart', async () => {
    const headers = { 'content-type': 'text/plain', 'x-amz-meta-org': 'acme' };
    const put = await call('PUT', '/claims/a%20b/../c.txt', { body: Buffer.from('hello\nworld'), headers });
    expect(put.headers).toEqual({ etag: '"9195d0beb2a889e1be05ed6bb1954837"' });
    open();
    const got = await call('GET', '/claims/a%20b/../c.txt');
    expect(String(got.output)).toBe('hello\nworld');
    expect(got.headers).toEqual({
      ...headers,
      'content-length': '11',
      etag: '"9195d0beb2a889e1be05ed6bb1954837"',
      'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
    });
    expect((await call('HEAD', '/claims/a%20b/../c.txt')).headers).toEqual(got.headers);
    expect((await call('DELETE', '/claims/a%20b/../c.txt')).status).toBe(204);
    await expect(call('GET', '/claims/a%20b/../c.txt')).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });
  });

  it('decodes an aws-chunked body', async () => {
    const body = Buffer.from('5;chunk-signature=x\r\nhello\r\n3\r\n ab\r\n0\r\nx-amz-checksum-crc32:x\r\n\r\n');
    await call('PUT', '/claims/k', { body, headers: { 'content-encoding': 'aws-chunked' } });
    expect(String((await call('GET', '/claims/k')).output)).toBe('hello ab');
  });

  it('rejects unknown buckets and actions', async () => {
    await expect(call('GET', '/other/k')).rejects.toMatchObject({ code: 'NoSuchBucket' });
    expect(s3Action('GET', '/claims')).toBeUndefined();
    await expect(call('GET', '/claims')).rejects.toMatchObject({ code: 'NotImplemented' });
  });

  it('requires s3:GetObject for HeadObject, and writes errors as XML', () => {
    const path = '/claims/a';
    const permission = { action: 's3:GetObject', resource: 'arn:aws:s3:::claims/a' };
    expect(s3.permissions(aCall('HeadObject', {}, { path }))).toEqual([permission]);
    expect(s3ErrorXml(new AwsError('NoSuchKey', 'a < b', 404), path)).toContain(
      '<Error><Code>NoSuchKey</Code><Message>a &#60; b</Message><Resource>/claims/a</Resource></Error>',
    );
  });
});
