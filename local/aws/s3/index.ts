import { createHash } from 'node:crypto';
import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type Clock } from '../service.ts';
import { objectFiles, type StoredObject } from './object-files.ts';

export interface S3Options {
  /** Where the objects' files are kept. */
  readonly directory: string;
  readonly buckets: readonly { readonly name: string; readonly arn: string }[];
  readonly clock?: Clock;
}

const ACTIONS: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** The action of an S3 request, which has no name on the wire; undefined for what the local runtime doesn't serve. */
export function s3Action(method: string, path: string): string | undefined {
  return locate(path).key === '' ? undefined : ACTIONS[method];
}

/** An error as S3 writes it; the endpoint sends it with the error's status. */
export function s3ErrorXml(error: AwsError, path: string): string {
  const tag = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;
  const inner = tag('Code', error.code) + tag('Message', error.message) + tag('Resource', path);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`;
}

/** S3's four object actions, path style. */
export function createS3({ directory, buckets, clock = Date.now }: S3Options): AwsService {
  const files = objectFiles(directory);

  function bucketOf(name: string): { readonly name: string; readonly arn: string } {
    const bucket = buckets.find((one) => one.name === name);
    if (bucket === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return bucket;
  }

  async function put(bucket: string, key: string, { http }: AwsCall): Promise<AwsAnswer> {
    const body = withoutChunks(http.body, http.headers);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const metadata = Object.fromEntries(
      Object.entries(http.headers).filter(([name]) => name.startsWith('x-amz-meta-')),
    );
    const contentType = http.headers['content-type'] ?? 'application/octet-stream';
    await files.put(bucket, key, { body, etag, metadata, contentType, lastModified: clock() });
    return { output: Buffer.alloc(0), headers: { etag }, usage: { bytes: body.length } };
  }

  async function read(bucket: string, key: string): Promise<StoredObject> {
    const object = await files.get(bucket, key);
    if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return object;
  }

  return {
    name: 's3',
    permissions: ({ http, action }) => {
      const { bucket, key } = locate(http.path);
      const arn = buckets.find(({ name }) => name === bucket)?.arn ?? `arn:aws:s3:::${bucket}`;
      // HeadObject has no permission of its own.
      return [{ action: `s3:${action === 'HeadObject' ? 'GetObject' : action}`, resource: `${arn}/${key}` }];
    },
    handle: async (call) => {
      const { bucket: name, key } = locate(call.http.path);
      const bucket = bucketOf(name).name;
      switch (call.action) {
        case 'PutObject':
          return put(bucket, key, call);
        case 'GetObject': {
          const object = await read(bucket, key);
          return { output: object.body, headers: headersOf(object), usage: { bytes: object.body.length } };
        }
        case 'HeadObject': {
          const headers = headersOf(await read(bucket, key));
          return { output: Buffer.alloc(0), headers };
        }
        case 'DeleteObject':
          await files.delete(bucket, key);
          return { output: Buffer.alloc(0), status: 204 };
        default:
          throw new AwsError('NotImplemented', 'A header or query you provided implies functionality not served.', 501);
      }
    },
    close: async () => {},
  };
}

function headersOf({ contentType, etag, lastModified, metadata, body }: StoredObject): Record<string, string> {
  return {
    ...metadata,
    'content-type': contentType,
    'content-length': String(body.length),
    etag,
    'last-modified': new Date(lastModified).toUTCString(),
  };
}

function locate(path: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
}

/** The SDK streams bodies of unknown length in signed chunks: `<hex size>[;…]\r\n<bytes>\r\n`, ended by a chunk of 0. */
function withoutChunks(body: Buffer, headers: Readonly<Record<string, string>>): Buffer {
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
