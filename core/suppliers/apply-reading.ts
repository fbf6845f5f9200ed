import { isFull, isRepeated, type Stored } from '../domain/order-documents.ts';
import { type Findings, type Reading, wholeOf, withFindings } from '../domain/spendint/document.ts';
import { outcomeOf } from '../domain/spendint/outcome.ts';
import type { Decision, DocumentContext, OrderSubject } from '../domain/supplier-decision.ts';
import { lineNumberOf } from '../domain/supplier-order.ts';
import { unixSeconds } from '../domain/time.ts';
import { type DocumentCodec, loadDocumentsOf, saveNewDocument } from '../store/order-documents.ts';
import { saveOrderUpdate } from '../store/order-updates.ts';
import { loadOrganization } from '../store/organizations.ts';
import { findOrder, findOrderIds, type SyncedOrder } from '../store/purchase-orders.ts';
import { loadRequest } from '../store/requests.ts';
import { saveRevision } from '../store/sync-records.ts';
import type { Table } from '../store/table.ts';
import { tryCommit } from '../store/write.ts';
import type { AcceptedCall, AppliedPart } from './apply-document.ts';

interface AnyDocument {
  readonly order_number: string;
  readonly third_party_import_id: string | null;
  readonly lines: readonly { readonly line_number: string }[];
}

/** How one kind of document is stored, and what it leads to after the earlier ones of its kind. */
export interface OrderDocumentKind<Document> {
  readonly codec: DocumentCodec<Document>;
  /** The document with its fields in the order in which they are stored, so that what is the same looks the same. */
  readonly parse: (document: unknown) => Document;
  readonly decide: (
    document: Document,
    subject: OrderSubject | undefined,
    earlier: readonly Stored<Document>[],
    context: DocumentContext,
  ) => Decision;
}

/** How often a document is decided again because another writer was faster. */
const MAX_CONFLICTS = 8;
const CONFLICT = 'The purchase order is being changed by others: send the document again';
const FULL = 'The purchase order has no room for more documents of this kind';
const FOREIGN = 'The supplier ID is not the one of the user that posts the document';

/** What an attempt led to; undefined when another writer was faster. */
type Attempt = { readonly changed: number; readonly findings?: Findings; readonly mayPass?: boolean } | undefined;

/** Applies a document that was read: decides, saves, and decides again on what a faster writer has left. */
export async function applyReading<Head, Line, Document extends AnyDocument>(
  table: Table,
  kind: OrderDocumentKind<Document>,
  reading: Reading<Head, Line>,
  call: AcceptedCall,
  nowMs: number,
): Promise<AppliedPart> {
  const part = (findings: Findings = NONE, { changed = 0, mayPass = false } = {}): AppliedPart => {
    return { outcome: outcomeOf(withFindings(reading, findings)), next: undefined, changed, mayPass };
  };
  const { supplier_id } = reading.sender;
  if (supplier_id !== '' && supplier_id !== call.supplierId) return part({ document: [FOREIGN], entries: [] });
  const whole = wholeOf(reading);
  if (whole === null) return part();
  const document = kind.parse(whole);
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const attempt = await tryDocument(table, kind, document, call, nowMs);
    if (attempt) return part(attempt.findings, attempt);
  }
  return part({ document: [CONFLICT], entries: [] }, { mayPass: true });
}

const NONE: Findings = { document: [], entries: [] };

async function tryDocument<Document extends AnyDocument>(
  table: Table,
  { codec, decide }: OrderDocumentKind<Document>,
  document: Document,
  call: AcceptedCall,
  nowMs: number,
): Promise<Attempt> {
  const found = await findOrderOf(table, call, document.order_number);
  // After the order: what is posted later conflicts with its version.
  const earlier = found ? await loadDocumentsOf(table, codec, found.order) : [];
  if (isRepeated(document, earlier, call.importId)) return { changed: 0 };
  if (isFull(earlier)) return { changed: 0, findings: { document: [FULL], entries: [] } };
  const [request, organization] = found
    ? await Promise.all([requestOf(table, found), loadOrganization(table, call.orgId)])
    : [];
  const subject = found && { order: found.order, request };
  const context = {
    by: `supplier:${call.supplierId}`,
    now: unixSeconds(nowMs),
    receivesOnShipment: organization?.receive_on_shipment ?? false,
  };
  const decision = decide(document, subject, earlier, context);
  if (decision.kind === 'refused') {
    return { changed: 0, findings: decision.findings, mayPass: mayPass(document, found) };
  }
  if (!found || decision.kind === 'unchanged') return { changed: 0 };
  const { update } = decision;
  const stored = {
    org_id: call.orgId,
    order_id: update.order.id,
    request_id: update.order.request_id,
    supplier_id: call.supplierId,
    import_id: call.importId,
    accepted_at: unixSeconds(call.acceptedAtMs),
    version: update.order.version,
    document,
  };
  const isRevision = update.order.revision !== found.order.revision;
  const writes = [
    ...saveOrderUpdate(update),
    saveNewDocument(codec, stored),
    ...(isRevision ? found.records.map((record) => saveRevision(record, update.order.revision, nowMs)) : []),
  ];
  return (await tryCommit(table, writes)) ? { changed: 1 } : undefined;
}

function requestOf(table: Table, { order: { org_id, request_id } }: SyncedOrder) {
  return request_id === null ? undefined : loadRequest(table, org_id, request_id);
}

function isHubId(orderNumber: string): boolean {
  return orderNumber.startsWith('po_');
}

/** The supplier's own order with the hub's id or its number at an ERP (spendint 45). */
async function findOrderOf(
  table: Table,
  { orgId, supplierId }: AcceptedCall,
  orderNumber: string,
): Promise<SyncedOrder | undefined> {
  const ids = isHubId(orderNumber) ? [orderNumber] : await findOrderIds(table, orgId, orderNumber);
  for (const id of ids) {
    const found = await findOrder(table, orgId, id);
    if (found?.order.supplier_id === supplierId) return found;
  }
  return undefined;
}

/** The order's number at its ERP is on its way into the index, or the acknowledgement of the lines is. */
function mayPass({ order_number, lines }: AnyDocument, found: SyncedOrder | undefined): boolean {
  if (!found) return !isHubId(order_number);
  const { order } = found;
  if (order.status === 'pending_submission') return true;
  return order.lines.some(
    (line) =>
      order.awaits_acknowledgement &&
      (line.supplier?.acknowledgement ?? null) === null &&
      lines.some(({ line_number }) => line_number === lineNumberOf(order, line)),
  );
}
