import type { StoredInvoice } from './order-documents.ts';
import { invoiceFindings, isSameInvoice } from './spendint/invoice-order.ts';
import { type Decision, type DocumentContext, isRefused, type OrderSubject } from './supplier-decision.ts';
import { lineNumberOf, orderViewOf, supplierLineOf } from './supplier-order.ts';
import { toldUpdate } from './told-update.ts';

type Posted = Pick<StoredInvoice, 'document'>;

/** What an invoice changes after the earlier ones: what is invoiced of its lines, and the match (spendint 31–34). */
export function invoicePurchaseOrder(
  document: Posted['document'],
  subject: OrderSubject | undefined,
  earlier: readonly Posted[],
  { by, now }: DocumentContext,
): Decision {
  if (earlier.some((one) => isSameInvoice(one.document, document))) return { kind: 'unchanged' };
  const posted = earlier.find((one) => one.document.supplier_invoice_number === document.supplier_invoice_number);
  const view = subject ? orderViewOf(subject.order) : null;
  const findings = invoiceFindings(document, view, posted?.document ?? null);
  if (!subject || isRefused(findings)) return { kind: 'refused', findings };
  const { order } = subject;
  const lines = order.lines.map((line) => {
    const number = lineNumberOf(order, line);
    const sent = document.lines.filter(({ line_number }) => line_number === number);
    const [first] = sent;
    if (!first) return line;
    const known = supplierLineOf(line);
    return {
      ...line,
      supplier: {
        ...known,
        sales_order_number: known.sales_order_number ?? document.sales_order_number,
        sales_order_line_number: known.sales_order_line_number ?? first.sales_order_line_number,
        invoiced_quantity: sent.reduce((sum, one) => sum + one.invoiced_quantity, known.invoiced_quantity),
        invoiced_minor: sent.reduce((sum, one) => sum + one.invoiced_line_amount_minor, known.invoiced_minor),
      },
    };
  });
  return { kind: 'applied', update: toldUpdate(subject, lines, { by, now }) };
}
