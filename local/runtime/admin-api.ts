import type { IncomingMessage, RequestListener } from 'node:http';
import * as z from 'zod';
import { type Faults, FaultsSchema } from '../aws/endpoint/faults.ts';
import type { Endpoint } from '../aws/endpoint/index.ts';
import type { EventBridge } from '../aws/event-bridge/index.ts';
import type { Lambda } from '../aws/lambda/index.ts';
import type { Meter } from '../aws/meter.ts';
import { readBody } from '../aws/read-body.ts';
import { AwsError } from '../aws/service.ts';
import type { HubModel } from '../template/index.ts';
import { queueCounts } from './queue-counts.ts';

export const ADMIN_PATH = '/_hub/';

export interface AdminApiOptions {
  readonly model: HubModel;
  readonly stackName: string;
  readonly lambda: Lambda;
  readonly eventBridge: EventBridge;
  readonly endpoint: Endpoint;
  readonly meter: Meter;
  readonly faults: Faults;
}

interface Answer {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Control = (body: unknown, name: string) => Promise<Answer> | Answer;

const DONE: Answer = { body: { done: true } };
const MAX_BODY_BYTES = 6_291_556;

/** What an operator may do to a running node, beside calling it: read its meter, fire rules, kill workers, inject faults. */
export function createAdminApi({ model, stackName, lambda, eventBridge, endpoint, meter, faults }: AdminApiOptions) {
  /** A function or rule by its name, or by what follows the stack's name. */
  const fullName = (known: readonly { readonly name: string }[], name: string): string => {
    const found = known.find((one) => one.name === name || one.name === `${stackName}-${name}`);
    if (found === undefined) throw new AwsError('ResourceNotFoundException', `There is no ${name}.`, 404);
    return found.name;
  };

  const controls: Readonly<Record<string, Control>> = {
    'GET meter': () => ({ body: meter.report() }),
    'POST meter/reset': () => {
      meter.reset();
      return DONE;
    },
    'POST functions/{name}/invoke': async (event, name) => {
      const { payload, functionError } = await lambda.invoke(fullName(model.functions, name), event);
      return {
        body: JSON.parse(payload),
        ...(functionError && { headers: { 'x-amz-function-error': functionError } }),
      };
    },
    'POST functions/{name}/kill': (_body, name) => ({ body: { killed: lambda.kill(fullName(model.functions, name)) } }),
    'POST rules/{name}/fire': async (_body, name) => {
      await eventBridge.fire(fullName(model.rules, name));
      return DONE;
    },
    'GET faults': () => ({ body: faults.list() }),
    'POST faults': (body) => {
      faults.add(FaultsSchema.parse(body));
      return { body: faults.list() };
    },
    'DELETE faults': () => {
      faults.clear();
      return DONE;
    },
    'GET queues': async () => ({ body: await queueCounts(endpoint, model) }),
  };

  async function respond(request: IncomingMessage): Promise<Answer> {
    // A page in a browser may not operate the node; browsers name the page's origin.
    if (request.headers.origin !== undefined) throw new AwsError('Forbidden', 'Not for browsers.', 403);
    const path = (request.url ?? '').split('?')[0]?.slice(ADMIN_PATH.length) ?? '';
    const [, group, name = '', verb] = /^(functions|rules)\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    const control = controls[`${request.method} ${group === undefined ? path : `${group}/{name}/${verb}`}`];
    if (control === undefined) throw new AwsError('NotFound', `Controls: ${Object.keys(controls).join(', ')}.`, 404);
    const body = await readBody(request, MAX_BODY_BYTES);
    return control(
      body === undefined || body.length === 0 ? undefined : JSON.parse(body.toString()),
      decodeURIComponent(name),
    );
  }

  const listener: RequestListener = (request, response) => {
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(`${JSON.stringify(body, null, 2)}\n`);
    };
    respond(request).then(
      ({ body, headers }) => send(200, body, headers),
      (error: unknown) => send(...refusal(error)),
    );
  };
  return listener;
}

function refusal(error: unknown): [status: number, body: unknown] {
  if (error instanceof z.ZodError) return [400, { message: z.prettifyError(error) }];
  if (error instanceof SyntaxError) return [400, { message: `The body is not JSON: ${error.message}` }];
  if (error instanceof AwsError) return [error.status, { message: error.message }];
  return [500, { message: String(error) }];
}
