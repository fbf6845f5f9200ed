/**
 * The control API that all simulators share, under `/<partner>/_control`:
 * `GET /state`, `GET /calls`, `GET|POST|DELETE /faults`, `POST /reset`, and what the simulator adds.
 * It asks for no credentials: the server listens on the loopback interface only.
 */
import type { z } from 'zod';
import { type Fault, FaultsSchema } from './faults.ts';
import { jsonAnswer, type PartnerAnswer, type PartnerRequest } from './http.ts';
import type { Partner } from './serve.ts';
import { ControlError, type ControlRoute } from './simulator.ts';

/** Answers a control call; `path` in the request is what follows `_control`. */
export function control(partner: Partner, request: PartnerRequest): PartnerAnswer {
  try {
    const { route, params } = find({ ...sharedRoutes(partner), ...partner.simulator.control }, request);
    const result = route({ params, body: parseBody(request.body) });
    return result === undefined ? { status: 204 } : jsonAnswer(200, result);
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    return jsonAnswer(error.status, { message: error.message, errors: error.errors });
  }
}

/** Checks a control call's body; a misfit becomes a 400 that names each field. */
export function parseControl<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new ControlError(400, 'The request body is not valid.', errors);
}

function sharedRoutes({ simulator, journal, calls, faults }: Partner): Record<string, ControlRoute> {
  return {
    'GET /state': () => simulator.state(),
    'GET /calls': () => calls.list(),
    'GET /faults': () => faults.list(),
    'POST /faults': ({ body }): Fault[] => {
      faults.add(parseControl(FaultsSchema, body));
      return faults.list();
    },
    'DELETE /faults': () => faults.clear(),
    'POST /reset': () => {
      journal.clear();
      simulator.reset();
    },
  };
}

function find(routes: Readonly<Record<string, ControlRoute>>, { method, path }: PartnerRequest) {
  let pathExists = false;
  for (const [key, route] of Object.entries(routes)) {
    const [routeMethod, template = ''] = key.split(' ');
    const params = match(template, path);
    if (params && routeMethod === method) return { route, params };
    pathExists ||= params !== undefined;
  }
  if (pathExists) throw new ControlError(405, `${method} is not offered on ${path}.`);
  throw new ControlError(404, `There is no control call ${path}.`);
}

function match(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const actual = path.split('/');
  if (wanted.length !== actual.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = actual[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

function parseBody(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new ControlError(400, 'The request body is not JSON.');
  }
}
