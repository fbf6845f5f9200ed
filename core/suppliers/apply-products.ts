import { readAvailability } from '../domain/spendint/availability.ts';
import { readCatalog } from '../domain/spendint/catalog.ts';
import { outcomeOf } from '../domain/spendint/outcome.ts';
import { readPrice } from '../domain/spendint/price.ts';
import type { Table } from '../store/table.ts';
import type { AcceptedCall, AppliedPart, Part } from './apply-document.ts';

/** Placeholder: reads the document, and applies nothing. */
export async function applyProducts(
  _table: Table,
  kind: 'catalog' | 'price' | 'availability',
  document: unknown,
  _call: AcceptedCall,
  _part: Part,
): Promise<AppliedPart> {
  const outcome =
    kind === 'catalog'
      ? outcomeOf(readCatalog(document))
      : kind === 'price'
        ? outcomeOf(readPrice(document))
        : outcomeOf(readAvailability(document));
  return { outcome, next: undefined, changed: 0, mayPass: false };
}
