import type { RequestListener } from 'node:http';
import { type AwsFaults, AwsFaultsSchema } from '../aws/endpoint/faults.ts';
import type { EventBridge } from '../aws/event-bridge/index.ts';
import type { Lambda } from '../aws/lambda/index.ts';
import type { Meter } from '../aws/meter.ts';
import { AwsError } from '../aws/service.ts';
import type { Sqs } from '../aws/sqs/index.ts';
import { faultRoutes } from '../fault-injector.ts';
import { createJsonApi, HttpError, JsonResult, type JsonRoutes } from '../http/json-api.ts';
import { createListener, jsonResponse } from '../http/message.ts';
import type { HubModel } from '../template/index.ts';
import { queueCounts } from './queue-counts.ts';

export const ADMIN_PATH = '/_hub';

export interface AdminApiOptions {
  readonly model: HubModel;
  readonly stackName: string;
  readonly lambda: Lambda;
  readonly eventBridge: EventBridge;
  readonly sqs: Sqs;
  readonly meter: Meter;
  readonly faults: AwsFaults;
  readonly onError: (error: unknown) => void;
}

const DONE = { done: true };
/** Lambda's limit for the payload of a synchronous invocation. */
const MAX_BODY_BYTES = 6_291_556;

/** The operator's API: read the meter, invoke and kill functions, fire rules, inject AWS faults, count messages. */
export function createAdminApi(options: AdminApiOptions): RequestListener {
  const { model, stackName, lambda, eventBridge, sqs, meter, faults, onError } = options;

  /** The full name of a function or rule; the caller may omit the stack's name. */
  function fullName(known: readonly { readonly name: string }[], name = ''): string {
    const found = known.find((one) => one.name === name || one.name === `${stackName}-${name}`);
    if (found === undefined) throw new HttpError(404, `There is no function or rule ${name}.`);
    return found.name;
  }

  const routes: JsonRoutes = {
    'GET /meter': () => meter.report(),
    'POST /meter/reset': () => {
      meter.reset();
      return DONE;
    },
    'POST /functions/{name}/invoke': async ({ params, body }) => {
      const { payload, functionError } = await lambda.invoke(fullName(model.functions, params.name), body);
      return new JsonResult(JSON.parse(payload), functionError ? { 'x-amz-function-error': functionError } : {});
    },
    'POST /functions/{name}/kill': ({ params }) => ({ killed: lambda.kill(fullName(model.functions, params.name)) }),
    'POST /rules/{name}/fire': async ({ params }) => {
      await eventBridge.fire(fullName(model.rules, params.name));
      return DONE;
    },
    ...faultRoutes(faults, AwsFaultsSchema),
    'DELETE /faults': () => {
      faults.clear();
      return DONE;
    },
    'GET /queues': () => queueCounts(sqs, model),
  };
  const api = createJsonApi(routes, (error) =>
    error instanceof AwsError ? new HttpError(error.status, error.message) : error,
  );

  return createListener(
    (request) => {
      // Browsers send `Origin`: no web page may control the runtime.
      if (request.headers.origin !== undefined)
        return jsonResponse(403, { message: 'Browsers may not call this API.' });
      return api({ ...request, path: request.path.slice(ADMIN_PATH.length) });
    },
    { maxBodyBytes: MAX_BODY_BYTES, onError },
  );
}
