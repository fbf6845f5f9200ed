import type { RequestListener } from 'node:http';
import { createListener, type HttpRequest, type HttpResponse } from '../../http/message.ts';
import type { Adversity } from '../adversity.ts';
import type { Authorizer } from '../iam/index.ts';
import type { Meter } from '../meter.ts';
import { AwsError, type AwsResponse, type AwsService, type Caller } from '../service.ts';
import { type AwsFaults, throwFault } from './faults.ts';
import { type Operation, readCaller, readOperation } from './read-call.ts';
import { throttle } from './throttling.ts';
import { errorOnWire, responseOnWire } from './wire.ts';

export interface EndpointOptions {
  readonly services: readonly AwsService[];
  /** By access key id. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly authorizer: Authorizer;
  readonly meter: Meter;
  readonly faults: AwsFaults;
  readonly accountId: string;
  readonly adversity?: Adversity | undefined;
  readonly onError: (error: unknown) => void;
}

export interface Endpoint {
  readonly listener: RequestListener;
  /** One call to a service, with the permissions, faults and meter that a call over HTTP passes. */
  call(caller: Caller, operation: Operation, http?: HttpRequest): Promise<AwsResponse>;
}

/** The largest limit of the services: DynamoDB's. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const NO_HTTP: HttpRequest = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) };

/** The one HTTP address of all AWS services. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { authorizer, meter, faults, accountId, callers, adversity, onError } = options;
  const services = new Map(options.services.map((service) => [service.name, service]));

  const call: Endpoint['call'] = async (caller, operation, http = NO_HTTP) => {
    const { service: name, action, input } = operation;
    const service = services.get(name);
    if (service === undefined) throw new AwsError('UnknownOperationException', `The local runtime has no ${name}.`);
    const awsCall = { action, input, caller, http };
    const { roleId } = caller;
    for (const permission of roleId === undefined ? [] : service.permissions(awsCall)) {
      authorizer.assertAllowed({ ...permission, roleId: roleId ?? '', functionName: caller.name, accountId });
    }
    try {
      throwFault(faults, name, action, caller);
      if (roleId !== undefined && adversity?.throttles()) throttle(operation);
      const response = await service.handle(awsCall);
      meter.record(caller, name, action, response.usage);
      return response;
    } catch (error) {
      meter.record(caller, name, action, { errors: 1 });
      throw error;
    }
  };

  async function respond(http: HttpRequest): Promise<HttpResponse> {
    let service: string | undefined;
    try {
      const operation = readOperation(http);
      service = operation.service;
      return responseOnWire(await call(readCaller(http, callers), operation, http), http);
    } catch (error) {
      if (!(error instanceof AwsError)) onError(error);
      return errorOnWire(error, service, http);
    }
  }

  return {
    call,
    listener: createListener(respond, { maxBodyBytes: MAX_REQUEST_BYTES, onError }),
  };
}
