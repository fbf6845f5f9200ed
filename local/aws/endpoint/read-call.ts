import type { HttpRequest } from '../../http/message.ts';
import { s3Action } from '../s3/index.ts';
import { AwsError, type Caller } from '../service.ts';

/** The operation of a request, before authorization. */
export interface Operation {
  readonly service: string;
  readonly action: string;
  readonly input: Record<string, unknown>;
}

/** By the prefix of `x-amz-target`. */
const SERVICE_OF_TARGET = new Map([
  ['AWSEvents', 'events'],
  ['AmazonSQS', 'sqs'],
  ['DynamoDB_20120810', 'dynamodb'],
  ['secretsmanager', 'secretsmanager'],
]);

/**
 * Finds the caller by the access key in the SigV4 header. The signature is not verified: the keys only tell the
 * functions of one machine apart.
 */
export function readCaller(http: HttpRequest, callers: ReadonlyMap<string, Caller>): Caller {
  const key = /Credential=([^/,\s]+)\//.exec(http.headers.authorization ?? '')?.[1];
  if (key === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  const caller = callers.get(key);
  if (caller !== undefined) return caller;
  throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
}

/** JSON protocols name the operation in a header, Lambda and S3 in the path. */
export function readOperation(http: HttpRequest): Operation {
  const target = http.headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix = '', action = ''] = target.split('.');
    const service = SERVICE_OF_TARGET.get(prefix);
    if (service === undefined) throw new AwsError('UnknownOperationException', `The local runtime has no ${prefix}.`);
    return { service, action, input: parseJson(http.body) };
  }
  if (!isEncoded(http.path)) throw new AwsError('InvalidURI', `Couldn't parse the specified URI: ${http.path}`);
  if (/^\/2015-03-31\/functions\/[^/]+\/invocations$/.test(http.path)) {
    return { service: 'lambda', action: 'Invoke', input: {} };
  }
  const action = s3Action(http.method, http.path);
  if (action !== undefined) return { service: 's3', action, input: {} };
  throw new AwsError('UnknownOperationException', `The local runtime does not serve ${http.method} ${http.path}.`, 404);
}

function isEncoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function parseJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
}
