import { parseDialectJson } from '../../core/domain/spendint/dialect-json.ts';
import { readRoot } from '../../core/domain/spendint/root.ts';
import type { ClaimCheck } from '../../core/runtime/claim-check.ts';
import type { ImportMessage, ImportQueue } from '../../core/runtime/import-queue.ts';
import type { Table } from '../../core/store/table.ts';
import { type ApplyPart, applyCall } from '../../core/suppliers/apply-call.ts';
import { DONE, type MessageOutcome } from '../../core/sync/message-outcome.ts';

/** The rest of the time is for what was begun, and for the message that goes on. */
const WORKING_PART = 0.5;
/** How long a document waits for what it refers to: six seconds in all, as the queue keeps no order (spendint 69). */
const DELAYS_SECONDS = [1, 2, 3];

export interface ImporterOptions {
  readonly table: Table;
  readonly queue: Pick<ImportQueue, 'goOn'>;
  readonly bodies: Pick<ClaimCheck, 'get' | 'delete'>;
  readonly clock: () => number;
  readonly apply?: ApplyPart;
}

/** Applies what suppliers have posted in asynchronous mode. A message that comes twice, or after a crash, applies nothing twice. */
export function createImporter({ table, queue, bodies, clock, apply }: ImporterOptions) {
  return async (message: ImportMessage, remainingMs: number): Promise<MessageOutcome> => {
    const { kind, content, position, tries } = message;
    const until = clock() + remainingMs * WORKING_PART;
    const text = 'text' in content ? content.text : await bodies.get(content.object);
    // Its last message deleted the body.
    if (text === undefined) return DONE;
    const root = readRoot(kind, parseDialectJson(text));
    if ('refusal' in root) throw new Error('The call was accepted, and can not be read.');
    const delay = DELAYS_SECONDS[tries];
    const { next, isPassing } = await applyCall(table, callOf(message), { kind, documents: root.documents }, position, {
      hasTime: () => clock() < until,
      stopsAtPassing: delay !== undefined,
      apply,
      clock,
    });
    if (next && isPassing) await queue.goOn({ ...message, position: next, tries: tries + 1 }, delay ?? 0);
    else if (next) await queue.goOn({ ...message, position: next }, 0);
    else if ('object' in content) await bodies.delete(content.object);
    return DONE;
  };
}

function callOf({ org_id, supplier_id, import_id, accepted_at_ms }: ImportMessage) {
  return { orgId: org_id, supplierId: supplier_id, importId: import_id, acceptedAtMs: accepted_at_ms };
}
