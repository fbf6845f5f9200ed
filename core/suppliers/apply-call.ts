import type { Kind } from '../domain/spendint/document.ts';
import type { DocumentOutcome } from '../domain/spendint/outcome.ts';
import { saveFailures } from '../store/import-failures.ts';
import { saveImported } from '../store/supplier-documents.ts';
import type { Table } from '../store/table.ts';
import { commit } from '../store/write.ts';
import type { AcceptedCall, AppliedPart, Part } from './apply-document.ts';
import { applyOrderDocument } from './apply-order-documents.ts';
import { applyProducts } from './apply-products.ts';

/** Where to go on with a call, and what its document has led to before. */
export interface Position {
  readonly document: number;
  readonly product: number;
  readonly changed: number;
  readonly failed: number;
}

export const START: Position = { document: 0, product: 0, changed: 0, failed: 0 };

export interface Documents {
  readonly kind: Kind;
  readonly documents: readonly unknown[];
}

/** Applies a document, or products of it. */
export type ApplyPart = (
  table: Table,
  kind: Kind,
  document: unknown,
  call: AcceptedCall,
  part: Part,
  nowMs: number,
) => Promise<AppliedPart>;

export interface Applying {
  /** Whether there is time for another document, or another hundred products. */
  readonly hasTime: () => boolean;
  /** Whether to stop at a document that may succeed in a moment, instead of recording its failures. */
  readonly stopsAtPassing: boolean;
  readonly clock: () => number;
  readonly apply?: ApplyPart | undefined;
}

/** The outcomes of what was applied. `next`: where to go on, as time ran out, or `isPassing` the document there may succeed. */
export interface AppliedCall {
  readonly outcomes: readonly DocumentOutcome[];
  readonly next: Position | undefined;
  readonly isPassing: boolean;
}

/**
 * Applies the documents of a call in their order, from a position on, and saves what fails (spendint 66). Every step may be
 * repeated: what is applied already changes nothing, and a failure has one key. Applies something whatever time there is.
 */
export async function applyCall(
  table: Table,
  call: AcceptedCall,
  { kind, documents }: Documents,
  from: Position,
  { hasTime, stopsAtPassing, clock, apply = applyPart }: Applying,
): Promise<AppliedCall> {
  const outcomes: DocumentOutcome[] = [];
  let position = from;
  while (position.document < documents.length) {
    if (outcomes.length > 0 && !hasTime()) return { outcomes, next: position, isPassing: false };
    const part = { from: position.product, hasTime };
    const applied = await apply(table, kind, documents[position.document], call, part, clock());
    if (applied.mayPass && stopsAtPassing) return { outcomes, next: position, isPassing: true };
    outcomes.push(applied.outcome);
    const { chunks = [{ product: position.product, outcome: applied.outcome }] } = applied;
    const saved = chunks.flatMap(({ product, outcome }) =>
      saveFailures(call, { document: position.document, product }, outcome, clock()),
    );
    // One by one: a repeated write writes the same.
    for (const write of saved) await commit(table, [write]);
    const changed = position.changed + applied.changed;
    const failed = position.failed + applied.outcome.failures.length;
    if (applied.next !== undefined) {
      return { outcomes, next: { ...position, product: applied.next, changed, failed }, isPassing: false };
    }
    if (kind === 'catalog' && changed > 0) {
      const sums = { document: position.document, changed, failed };
      await commit(table, [saveImported(importedCatalog(call, applied.outcome, sums))]);
    }
    position = { ...START, document: position.document + 1 };
  }
  return { outcomes, next: undefined, isPassing: false };
}

function importedCatalog(
  call: AcceptedCall,
  { sender }: DocumentOutcome,
  sums: { readonly document: number; readonly changed: number; readonly failed: number },
) {
  return {
    org_id: call.orgId,
    supplier_id: call.supplierId,
    import_id: call.importId,
    third_party_import_id: sender.third_party_import_id || null,
    accepted_at: call.acceptedAtMs,
    ...sums,
  };
}

function applyPart(
  table: Table,
  kind: Kind,
  document: unknown,
  call: AcceptedCall,
  part: Part,
  nowMs: number,
): Promise<AppliedPart> {
  switch (kind) {
    case 'catalog':
    case 'price':
    case 'availability':
      return applyProducts(table, kind, document, call, part);
    case 'orderack':
    case 'shipment':
    case 'invoice':
      return applyOrderDocument(table, kind, document, call, nowMs);
  }
}
