import { readInvoice } from '../domain/spendint/invoice.ts';
import { readOrderack } from '../domain/spendint/orderack.ts';
import { outcomeOf } from '../domain/spendint/outcome.ts';
import { readShipment } from '../domain/spendint/shipment.ts';
import type { Table } from '../store/table.ts';
import type { AcceptedCall, AppliedPart } from './apply-document.ts';

/** Placeholder: reads the document, and applies nothing. */
export async function applyOrderDocument(
  _table: Table,
  kind: 'orderack' | 'shipment' | 'invoice',
  document: unknown,
  _call: AcceptedCall,
  _nowMs: number,
): Promise<AppliedPart> {
  const outcome =
    kind === 'orderack'
      ? outcomeOf(readOrderack(document))
      : kind === 'shipment'
        ? outcomeOf(readShipment(document))
        : outcomeOf(readInvoice(document));
  return { outcome, next: undefined, changed: 0, mayPass: false };
}
