import { parseDialectJson } from '../../../core/domain/spendint/dialect-json.ts';
import type { Kind } from '../../../core/domain/spendint/document.ts';
import { responseOf, SUCCESS } from '../../../core/domain/spendint/outcome.ts';
import { readMode, readRoot } from '../../../core/domain/spendint/root.ts';
import { readBody } from '../../../core/runtime/http/request.ts';
import type { RouteOutcome } from '../../../core/runtime/http/route.ts';
import { newImportId } from '../../../core/runtime/ids.ts';
import type { ImportQueue } from '../../../core/runtime/import-queue.ts';
import type { Table } from '../../../core/store/table.ts';
import { applyCall, START } from '../../../core/suppliers/apply-call.ts';
import type { AcceptedCall } from '../../../core/suppliers/apply-document.ts';
import { DialectError } from '../dialect-error.ts';
import { defineSupplierRoute } from '../supplier-route.ts';

/** API Gateway waits 30 seconds. */
const SYNC_MS = 20_000;

export interface PostContext {
  readonly table: Table;
  readonly imports: Pick<ImportQueue, 'accept'>;
  readonly clock: () => number;
}

/** Takes a call with documents of a kind: applies them, or in asynchronous mode puts them into the import queue (spendint 66). */
export function postDocument<K extends Kind>(kind: K, context: PostContext) {
  return defineSupplierRoute(`POST /api/sn_spend_intg/spendint/${kind}`, async (event, { supplier }, nowMs) => {
    const mode = readMode(event.queryStringParameters?.mode);
    if (!mode) throw new DialectError(400, 'Invalid mode', 'mode must be sync or async');
    if (!supplier.documents.includes(kind)) {
      throw new DialectError(403, 'User Not Authorized', `The supplier may not post ${kind}`);
    }
    const text = readBody(event);
    const body = parseDialectJson(text);
    if (body === undefined)
      throw new DialectError(400, 'Exception while reading request', 'The body is not valid JSON');
    const root = readRoot(kind, body);
    if ('refusal' in root) throw new DialectError(400, root.refusal);
    const { org_id, supplier_id } = supplier;
    const call = { orgId: org_id, supplierId: supplier_id, importId: newImportId(), acceptedAtMs: nowMs };
    if (mode === 'sync') return applyNow(kind, root.documents, call, context);
    await context.imports.accept(
      { org_id, supplier_id, kind, import_id: call.importId, accepted_at_ms: nowMs, position: START, tries: 0 },
      text,
    );
    return { status: 200, body: SUCCESS };
  });
}

async function applyNow(
  kind: Kind,
  documents: readonly unknown[],
  call: AcceptedCall,
  { table, clock }: PostContext,
): Promise<RouteOutcome> {
  const hasTime = () => clock() < call.acceptedAtMs + SYNC_MS;
  const applying = { hasTime, stopsAtPassing: false, clock };
  const { outcomes, next } = await applyCall(table, call, { kind, documents }, START, applying);
  if (!next) return { status: 200, body: responseOf(outcomes) };
  const detail = `Only a part was applied, up to document ${next.document + 1}: repeat the call, or use mode=async`;
  throw new DialectError(503, 'The call takes too long', detail, 1);
}
