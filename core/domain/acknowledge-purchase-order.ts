import type { PurchaseOrderLine } from './order-lines.ts';
import { acknowledge, acknowledgementFindings } from './spendint/acknowledge-order.ts';
import type { OrderLineView } from './spendint/order-view.ts';
import type { Orderack } from './spendint/orderack.ts';
import { type Decision, type DocumentContext, isRefused, type OrderSubject } from './supplier-decision.ts';
import { lineNumberOf, orderViewOf, supplierLineOf } from './supplier-order.ts';
import { toldUpdate } from './told-update.ts';

/**
 * What an acknowledgement changes: the answers of its lines. A rejected line is deleted, of which other partners learn; an
 * order that has no line left is cancelled, and its request too (spendint 27, 49).
 */
export function acknowledgePurchaseOrder(
  document: Orderack,
  subject: OrderSubject | undefined,
  _earlier: unknown,
  { by, now }: DocumentContext,
): Decision {
  const view = subject ? orderViewOf(subject.order) : null;
  const findings = acknowledgementFindings(document, view);
  if (!subject || !view || isRefused(findings)) return { kind: 'refused', findings };
  const { order } = subject;
  const { changed } = acknowledge(document, view);
  if (changed.length === 0) return { kind: 'unchanged' };
  const lines = order.lines.map((line) => {
    const answer = changed.find(({ line_number }) => line_number === lineNumberOf(order, line));
    return answer ? answered(line, answer) : line;
  });
  const isRejection = document.status_code === 'rejected';
  return { kind: 'applied', update: toldUpdate(subject, lines, { by, now }, isRejection) };
}

function answered(line: PurchaseOrderLine, answer: OrderLineView): PurchaseOrderLine {
  const { acknowledgement, sales_order_number, sales_order_line_number, estimated_arrival_date } = answer;
  const told = { acknowledgement, sales_order_number, sales_order_line_number, estimated_arrival_date };
  return {
    ...line,
    deleted: line.deleted || acknowledgement === 'rejected',
    supplier: { ...supplierLineOf(line), ...told },
  };
}
