import type { IncomingMessage, RequestListener } from 'node:http';
import type { Authorizer } from '../iam/index.ts';
import type { Meter } from '../meter.ts';
import { readBody } from '../read-body.ts';
import { type AwsAnswer, AwsError, type AwsService, type Caller } from '../service.ts';
import type { Faults } from './faults.ts';
import { type HttpCall, type Operation, readCaller, readOperation } from './read-call.ts';
import { answerOnWire, errorOnWire, type WireAnswer } from './wire.ts';

export interface EndpointOptions {
  readonly services: readonly AwsService[];
  /** By access key id. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly authorizer: Authorizer;
  readonly meter: Meter;
  readonly faults: Faults;
  readonly accountId: string;
  readonly onError: (error: unknown) => void;
}

export interface Endpoint {
  readonly listener: RequestListener;
  /** One call to a service, with everything that a call over HTTP meets: permissions, faults, the meter. */
  call(caller: Caller, operation: Operation, http?: HttpCall): Promise<AwsAnswer>;
}

/** No request of any service served here may be larger (DynamoDB's limit is the largest). */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const NO_HTTP: HttpCall = {
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
};

/** The one address of all AWS services. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { authorizer, meter, faults, accountId, callers, onError } = options;
  const services = new Map(options.services.map((service) => [service.name, service]));

  const call: Endpoint['call'] = async (caller, { service: name, action, input }, http = NO_HTTP) => {
    const service = services.get(name);
    if (service === undefined) throw new AwsError('UnknownOperationException', `The local runtime has no ${name}.`);
    const awsCall = { action, input, caller, http };
    const { roleId } = caller;
    for (const permission of roleId === undefined ? [] : service.permissions(awsCall)) {
      authorizer.assertAllowed({ ...permission, roleId: roleId ?? '', functionName: caller.name, accountId });
    }
    try {
      faults.strike(name, action, caller);
      const answer = await service.handle(awsCall);
      meter.record(caller, name, action, answer.usage);
      return answer;
    } catch (error) {
      meter.record(caller, name, action, { errors: 1 });
      throw error;
    }
  };

  async function respond(http: HttpCall): Promise<WireAnswer> {
    let service: string | undefined;
    try {
      const operation = readOperation(http);
      service = operation.service;
      return answerOnWire(await call(readCaller(http, callers), operation, http), http);
    } catch (error) {
      if (!(error instanceof AwsError)) onError(error);
      return errorOnWire(error, service, http);
    }
  }

  return {
    call,
    listener: (incoming, outgoing) => {
      void readHttp(incoming)
        .then(respond)
        .then(({ status, headers, body }) => {
          outgoing.writeHead(status, { 'content-length': String(body.length), ...headers }).end(body);
        })
        .catch(() => outgoing.destroy());
    },
  };
}

async function readHttp(incoming: IncomingMessage): Promise<HttpCall> {
  const body = await readBody(incoming, MAX_REQUEST_BYTES);
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?');
  if (body === undefined) throw new Error('larger than any request that AWS takes');
  const headers = Object.entries(incoming.headers).map(([name, value = '']) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body,
  };
}
