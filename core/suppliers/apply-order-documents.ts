import { SHAPES } from './shapes.ts';
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
  return { outcome: SHAPES[kind](document), next: undefined, changed: 0, mayPass: false };
}
