import { createHash } from 'node:crypto';
import { type AwsCall, AwsError, type AwsResponse, type AwsService, type Clock } from '../service.ts';
import { objectFiles, type StoredObject } from './object-files.ts';

/** `AWS::S3::Bucket`. */
export interface BucketDefinition {
  readonly name: string;
  readonly arn: string;
}

export interface S3Options {
  /** Directory of the objects' files. */
  readonly directory: string;
  readonly buckets: readonly BucketDefinition[];
  readonly clock?: Clock;
}

const ACTIONS: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** The action of a request, which S3's protocol does not name; undefined for an action that is not supported. */
export function s3Action(method: string, path: string): string | undefined {
  return locate(path).key === '' ? undefined : ACTIONS[method];
}

/** The body of an error response. */
export function s3ErrorXml(error: AwsError, path: string): string {
  const tag = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;
  const inner = tag('Code', error.code) + tag('Message', error.message) + tag('Resource', path);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`;
}

/** S3's four object actions with path-style addresses. */
export function createS3({ directory, buckets, clock = Date.now }: S3Options): AwsService {
  const files = objectFiles(directory);

  async function put(bucket: string, key: string, { http }: AwsCall): Promise<AwsResponse> {
    const body = decodeChunks(http.body, http.headers);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const metadata = Object.entries(http.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    const headers = {
      ...Object.fromEntries(metadata),
      'content-type': http.headers['content-type'] ?? 'application/octet-stream',
      'content-length': String(body.length),
      etag,
      'last-modified': new Date(clock()).toUTCString(),
    };
    await files.put(bucket, key, { headers, body });
    return { output: Buffer.alloc(0), headers: { etag }, usage: { bytes: body.length } };
  }

  async function get(bucket: string, key: string): Promise<StoredObject> {
    const object = await files.get(bucket, key);
    if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return object;
  }

  async function handle(call: AwsCall): Promise<AwsResponse> {
    const { bucket, key } = locate(call.http.path);
    if (!buckets.some(({ name }) => name === bucket)) {
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    }
    switch (call.action) {
      case 'PutObject':
        return put(bucket, key, call);
      case 'GetObject': {
        const { headers, body } = await get(bucket, key);
        return { output: body, headers, usage: { bytes: body.length } };
      }
      case 'HeadObject':
        return { output: Buffer.alloc(0), headers: (await get(bucket, key)).headers };
      case 'DeleteObject':
        await files.delete(bucket, key);
        return { output: Buffer.alloc(0), status: 204 };
      default:
        throw new AwsError('NotImplemented', 'The local runtime does not support this action of S3.', 501);
    }
  }

  return {
    name: 's3',
    permissions: ({ http, action }) => {
      const { bucket, key } = locate(http.path);
      // HeadObject requires s3:GetObject.
      return [
        {
          action: `s3:${action === 'HeadObject' ? 'GetObject' : action}`,
          resource: `arn:aws:s3:::${bucket}/${key}`,
        },
      ];
    },
    handle,
    close: async () => {},
  };
}

function locate(path: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
}

/**
 * The SDK sends a stream as `aws-chunked`: `<hex size>[;…]\r\n<bytes>\r\n`, up to a chunk of size 0.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
function decodeChunks(body: Buffer, headers: Readonly<Record<string, string>>): Buffer {
  if (!headers['content-encoding']?.includes('aws-chunked')) return body;
  const chunks: Buffer[] = [];
  for (let position = 0; ; ) {
    const lineEnd = body.indexOf('\r\n', position);
    const size = Number.parseInt(body.toString('latin1', position, lineEnd), 16);
    if (lineEnd === -1 || Number.isNaN(size)) throw new AwsError('IncompleteBody', 'The request body is incomplete.');
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    position = lineEnd + 2 + size + 2;
  }
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
