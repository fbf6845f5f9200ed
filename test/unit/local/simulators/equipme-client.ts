import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import create from '../../../../local/simulators/equipme/openapi/create.json' with { type: 'json' };
import remove from '../../../../local/simulators/equipme/openapi/delete.json' with { type: 'json' };
import list from '../../../../local/simulators/equipme/openapi/list.json' with { type: 'json' };
import read from '../../../../local/simulators/equipme/openapi/read.json' with { type: 'json' };
import update from '../../../../local/simulators/equipme/openapi/update.json' with { type: 'json' };
import { during, type Json, type Reply, request, SimulatorClient } from './simulator-client.ts';

export { type Json, request };
export const REQUESTS = '/v1/procurement/requests';
export const PROVIDER_KEY = 'eqk_provider_77aa02';

export class EquipmeClient extends SimulatorClient {
  constructor() {
    super('equipme');
  }

  reset(): Promise<Reply> {
    return this.control('POST', 'reset');
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.call(method, path, body, { 'x-api-key': this.credentials.api_key ?? '', ...headers });
  }

  async add(item: Json = {}): Promise<number> {
    const { json, text } = await this.send('POST', REQUESTS, {
      items: [{ requestedBy: 101, productOfferId: 5001, ...item }],
    });
    if (!json?.items) throw new Error(text);
    return json.items[0].id;
  }

  async read(id: number) {
    return (await this.send('GET', `${REQUESTS}/${id}`)).json.items[0];
  }

  patch(id: number, ...operations: unknown[]): Promise<Reply> {
    return this.send('PATCH', `${REQUESTS}/${id}`, { patchDocument: { operations } });
  }
}

export function runningEquipme(): EquipmeClient {
  return during(new EquipmeClient());
}

/** A validator of its own, so that a defect of the simulator's does not hide itself: each schema stands alone. */
export function conforms(document: keyof typeof documents, schema: string, value: unknown): string {
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
  const definitions = JSON.parse(
    JSON.stringify(documents[document].components.schemas)
      .replaceAll('#/components/schemas/', '#/definitions/')
      .replaceAll('{"nullable":true}', '{}'),
  );
  const validate = ajv.compile({ $ref: `#/definitions/${schema}`, definitions });
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

export const documents = { list, create, read, delete: remove, update };
