import type { Findings } from './document.ts';
import { isLive, lineOf, type OrderLineView, type OrderView } from './order-view.ts';
import type { Orderack, OrderackLine } from './orderack.ts';

/** What an acknowledgement leads to (spendint 26, 27). */
export interface Acknowledged {
  /** The order's lines that it answers, as they are afterwards; without those that it leaves as they were. */
  readonly changed: readonly OrderLineView[];
  /** The answer of all lines: `pending` while one has none; `rejected` when all are. The order's own status also waits for its ERP. */
  readonly answer: 'pending' | 'confirmed' | 'rejected';
}

const NAME = 'order acknowledgment';

/**
 * Confirms or rejects an order's lines: those that it names, or all. A rejection is final: the line stays as it is. Only where
 * `acknowledgementFindings` finds nothing.
 */
export function acknowledge(document: Orderack, order: OrderView): Acknowledged {
  const named = new Map(document.lines.map((line) => [line.line_number, line]));
  const lines = order.lines.map((line) => {
    const answered = isLive(line) && (named.size === 0 || named.has(line.line_number));
    return answered ? acknowledged(line, document, named.get(line.line_number)) : line;
  });
  const changed = lines.filter((line, index) => !isSame(line, order.lines[index]));
  return { changed, answer: answerOf(lines.filter(({ cancelled }) => !cancelled)) };
}

function acknowledged(line: OrderLineView, document: Orderack, answer: OrderackLine | undefined): OrderLineView {
  return {
    ...line,
    acknowledgement: document.status_code,
    sales_order_number: document.sales_order_number ?? line.sales_order_number,
    sales_order_line_number: answer?.sales_order_line_number ?? line.sales_order_line_number,
    estimated_arrival_date: answer?.estimated_arrival_date ?? line.estimated_arrival_date,
  };
}

function isSame(line: OrderLineView, before: OrderLineView | undefined): boolean {
  return JSON.stringify(line) === JSON.stringify(before);
}

function answerOf(lines: readonly OrderLineView[]): Acknowledged['answer'] {
  if (lines.some(({ acknowledgement }) => acknowledgement === null)) return 'pending';
  return lines.some(isLive) ? 'confirmed' : 'rejected';
}

/** What forbids to take an acknowledgement (spendint 27). */
export function acknowledgementFindings(document: Orderack, order: OrderView | null): Findings {
  return {
    document: documentFindings(document, order),
    entries: document.lines.map((answer) => {
      const line = lineOf(order, answer.line_number);
      return line ? lineFindings(document, answer, line) : [`The purchase order line for this ${NAME} does not exist`];
    }),
  };
}

function documentFindings(document: Orderack, order: OrderView | null): string[] {
  const { status_code, lines } = document;
  if (!order) return [`The purchase order for this ${NAME} does not exist`];
  if (order.status === 'cancelled') {
    return isRejectedBefore(document, order) ? [] : [`The purchase order for this ${NAME} is cancelled`];
  }
  const rejectsDelivered = status_code === 'rejected' && lines.length === 0 && order.lines.some(isUnderWay);
  return rejectsDelivered ? [`The purchase order for this ${NAME} is already shipped or invoiced`] : [];
}

/** Whether it rejects only what is rejected: the order may be cancelled because of that. */
function isRejectedBefore({ status_code, lines: named }: Orderack, { lines }: OrderView): boolean {
  const answered = lines.filter(
    (line) => !line.cancelled && (named.length === 0 || named.some((one) => one.line_number === line.line_number)),
  );
  const areRejected = answered.every(({ acknowledgement }) => acknowledgement === 'rejected');
  return status_code === 'rejected' && answered.length > 0 && areRejected;
}

/** A revision is the answer to a line that was confirmed before: it says which of the supplier's lines it means. */
function lineFindings(document: Orderack, answer: OrderackLine, line: OrderLineView): string[] {
  if (line.acknowledgement === 'rejected') {
    return document.status_code === 'rejected' ? [] : [`The purchase order line for this ${NAME} is already rejected`];
  }
  if (document.status_code === 'rejected' && isUnderWay(line)) {
    return [`The purchase order line for this ${NAME} is already shipped or invoiced`];
  }
  const unnamed = line.sales_order_line_number !== null && answer.sales_order_line_number === null;
  return unnamed ? ['Field Value empty/Formatting issue Sales order line number'] : [];
}

function isUnderWay({ shipped_quantity, received_quantity, invoiced_quantity }: OrderLineView): boolean {
  return shipped_quantity > 0 || received_quantity > 0 || invoiced_quantity > 0;
}
