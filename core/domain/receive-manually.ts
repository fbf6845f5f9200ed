import * as z from 'zod/mini';
import { HubError } from './errors.ts';
import { openQuantity } from './order-lines.ts';
import { type OrderUpdate, orderUpdate } from './order-update.ts';
import {
  type ProcurementRequest,
  requireManual,
  requireOwner,
  requireStatus,
  transition,
} from './procurement-request.ts';
import { type PurchaseOrder, transitionOrder } from './purchase-order.ts';
import { CommentSchema, LIMITS, LineIdSchema, namesEachOnce } from './request-input.ts';

const ReceivedLinesSchema = z
  .array(z.strictObject({ id: LineIdSchema, quantity: z.int().check(z.minimum(0), z.maximum(LIMITS.quantity)) }))
  .check(z.maxLength(LIMITS.items), namesEachOnce);

/** What a person tells of goods that have arrived (procurement-api 74). */
export const ReceiveManuallySchema = z
  .strictObject({
    /** All that is open unless given. */
    lines: z.optional(ReceivedLinesSchema),
    final: z._default(z.boolean(), false),
    comment: CommentSchema,
  })
  .check(
    z.superRefine(({ lines = [{ quantity: 1 }], final }, context) => {
      if (final) return;
      if (lines.length === 0) {
        context.addIssue({ code: 'custom', path: ['lines'], message: 'must name a line, unless the receipt is final' });
      }
      lines.forEach(({ quantity }, index) => {
        if (quantity > 0) return;
        const message = 'must be at least 1, unless the receipt is final';
        context.addIssue({ code: 'custom', path: ['lines', index, 'quantity'], message });
      });
    }),
  );

interface ReceiveManually {
  readonly input: z.infer<typeof ReceiveManuallySchema>;
  readonly by: string;
  readonly mayEditOthers: boolean;
  readonly now: number;
}

/**
 * What a receipt of a manual request's order changes. Throws HubError for a request that an ERP fulfils, that is not ordered,
 * or is another's, and for lines that the order does not have open.
 */
export function receiveManually(
  request: ProcurementRequest,
  order: PurchaseOrder | undefined,
  { input: { lines, final, comment }, by, mayEditOthers, now }: ReceiveManually,
): OrderUpdate {
  requireManual(request);
  requireOwner(request, { by, mayEditOthers });
  requireStatus(request, ['ordered'], 'request.not_ordered', 'receive goods');
  if (!order) throw new HubError('request.not_ordered', `${request.id} has no order.`);
  const arrived = lines ?? openLines(order);
  const received = transitionOrder(
    order,
    { kind: 'receive', by, lines: arrived, final, comment: comment || null },
    now,
  );
  // Also where it stays ordered: its next version tells others that they have seen less.
  const isComplete = received.status === 'received';
  const next = transition(request, { kind: 'receive', isComplete }, now);
  return orderUpdate({ order, request }, { order: received, request: next });
}

function openLines({ lines }: PurchaseOrder) {
  return lines.map((line) => ({ id: line.id, quantity: openQuantity(line) })).filter(({ quantity }) => quantity > 0);
}
