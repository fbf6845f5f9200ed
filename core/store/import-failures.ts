import type { DocumentOutcome } from '../domain/spendint/outcome.ts';
import { replaceItem, type Write } from './write.ts';

/** Placeholder. */
export function saveFailures(
  call: { readonly orgId: string; readonly supplierId: string; readonly importId: string },
  position: { readonly document: number; readonly product: number },
  outcome: DocumentOutcome,
  _nowMs: number,
): Write[] {
  if (outcome.failures.length === 0) return [];
  const pk = `ORG#${call.orgId}#IMPORT_FAILURES#${call.supplierId}`;
  return [replaceItem({ pk, sk: `${call.importId}#${position.document}#${position.product}`, outcome })];
}
