import * as z from 'zod/mini';

/** The goods receipts of a purchase order (procurement-api 70). */

export const PURCHASE_ORDER_STATUSES = [
  'pending_submission',
  'ordered',
  'partially_received',
  'received',
  'cancelled',
] as const;

/** What has arrived of one line; negative for goods that the ERP took back. */
export interface ReceiptLine {
  readonly id: string;
  readonly quantity: number;
}

export const ReceiptSchema = z.object({
  at: z.int(),
  /** The user who recorded it, or the ERP that told it. */
  by: z.string(),
  lines: z.array(z.object({ id: z.string(), quantity: z.number() })),
  /** Whether nothing more comes of some lines. */
  final: z.boolean(),
  comment: z.nullable(z.string()),
  /** Of the order, after the receipt. */
  status: z.enum(PURCHASE_ORDER_STATUSES),
});
export type Receipt = z.infer<typeof ReceiptSchema>;

/** The hub's own limits: with 200 long lines, an order stays under DynamoDB's 400 KB. */
const MAX_RECEIPTS = 100;
const MAX_RECEIPTS_BYTES = 60_000;

/** The receipts with one more. Once they are many, the last entry is the sum of what follows: no receipt is refused for it. */
export function withReceipt(receipts: readonly Receipt[], receipt: Receipt): Receipt[] {
  const last = receipts.at(-1);
  const isFull =
    receipts.length >= MAX_RECEIPTS || Buffer.byteLength(JSON.stringify([...receipts, receipt])) > MAX_RECEIPTS_BYTES;
  if (!last || !isFull) return [...receipts, receipt];
  return [...receipts.slice(0, -1), { ...receipt, lines: sumOf(last.lines, receipt.lines) }];
}

/** ERPs' quantities have three decimals, which binary fractions do not add exactly. */
export function quantitySum(one: number, other: number): number {
  return Math.round((one + other) * 1000) / 1000;
}

function sumOf(one: readonly ReceiptLine[], other: readonly ReceiptLine[]): ReceiptLine[] {
  const sums = new Map<string, number>();
  for (const { id, quantity } of [...one, ...other]) sums.set(id, quantitySum(sums.get(id) ?? 0, quantity));
  return [...sums].map(([id, quantity]) => ({ id, quantity }));
}
