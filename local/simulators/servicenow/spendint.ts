import type { MemoryCollection } from '../../collections.ts';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { Clock } from '../simulator.ts';
import { readJson, type VendorCall, type VendorRoutes } from '../vendor-api.ts';
import { applyDocument, type Failure } from './apply-document.ts';
import { DOCUMENT_TYPES, type DocumentType } from './documents.ts';
import { platformError } from './errors.ts';
import { isJson, type Json, ownValue } from './fields.ts';
import type { Instance } from './rules/rules.ts';
import { FAILED } from './tables.ts';

const OUTBOUND_STATUS = 'sn_spend_intg_outbound_status';

/** A document of a call in asynchronous mode. */
export interface Staged {
  readonly type: string;
  readonly document: Json;
  readonly dueAt: number;
}

/** The six endpoints that suppliers post to (servicenow 9). */
export class Spendint {
  readonly #instance: Instance;
  readonly #staged: MemoryCollection<Staged>;
  readonly #clock: Clock;

  constructor(instance: Instance, staged: MemoryCollection<Staged>, clock: Clock) {
    this.#instance = instance;
    this.#staged = staged;
    this.#clock = clock;
  }

  get routes(): VendorRoutes {
    const routes = Object.entries(DOCUMENT_TYPES).map(([name, type]) => {
      return [`POST /api/sn_spend_intg/spendint/${name}`, (call: VendorCall) => this.#post(name, type, call)] as const;
    });
    return Object.fromEntries(routes);
  }

  get staged(): readonly Staged[] {
    return [...this.#staged.values()];
  }

  /** Applies the staged documents that are due; what fails becomes rows of the error tables (servicenow 20). */
  applyStaged(): void {
    for (const [key, { type: name, document, dueAt }] of [...this.#staged.entries()]) {
      const type = dueAt <= this.#clock() ? DOCUMENT_TYPES[name] : undefined;
      if (type === undefined) continue;
      this.#staged.delete(key);
      const failure = applyDocument(this.#instance, type, document);
      if (failure !== undefined) this.#record(name, type, failure);
    }
  }

  #post(name: string, type: DocumentType, call: VendorCall): HttpResponse {
    const { asyncDelaySeconds, failureStatus } = this.#instance.settings.current;
    const mode = call.parameters.get('mode') ?? 'async';
    if (mode !== 'async' && mode !== 'sync') throw platformError(400, 'Invalid request', 'mode must be async or sync');
    const documents = readDocuments(call);
    if (mode === 'async') {
      const dueAt = this.#clock() + asyncDelaySeconds * 1000;
      for (const document of documents) this.#staged.append({ type: name, document, dueAt });
    }
    const failures = mode === 'async' ? [] : documents.flatMap((one) => applyDocument(this.#instance, type, one) ?? []);
    if (failures.length > 0) return jsonResponse(failureStatus, { result: { response: failures } });
    return jsonResponse(200, { result: { response: 'success' } });
  }

  #record(name: string, { errorTable }: DocumentType, failure: Failure): void {
    const { database } = this.#instance;
    const number = String(database.size(OUTBOUND_STATUS) + 1);
    const { third_party_import_id: import_set_id, error_response_body, ...ids } = failure;
    const status = database.save(OUTBOUND_STATUS, [number], { ...ids, import_set_id, error_type: name, state: FAILED });
    for (const [index, error] of error_response_body.entries()) {
      database.save(errorTable, [number, String(index)], { ...error, outbound_error: status.sys_id });
    }
  }
}

function readDocuments(call: VendorCall): readonly Json[] {
  const malformed = () => platformError(400, 'Exception while reading request', 'The payload is not valid JSON');
  const body = readJson(call, malformed);
  const root = isJson(body) ? ownValue(body, 'root') : undefined;
  if (Array.isArray(root) && root.length > 0 && root.every(isJson)) return root;
  throw platformError(400, 'Invalid request', 'root must be an array of objects');
}
