/** Messages of a success: the order is stored, and SAP has something to say about it (`SAP__Messages`, facts 1.6). */
import { childrenOf, type Entity, textOf } from './entity.ts';
import { type Message, SEVERITY } from './errors.ts';
import { dateOf } from './formats.ts';

export interface SapMessage {
  readonly code: string;
  readonly message: string;
  readonly target: string | null;
  readonly additionalTargets: readonly string[];
  readonly transition: boolean;
  readonly numericSeverity: number;
  readonly longtextUrl: string | null;
}

/** A delivery date that has passed is accepted with a warning (inferred; Oracle, by contrast, refuses it). */
export function warningsOf(order: Entity, now: number): SapMessage[] {
  const messages: Message[] = [];
  for (const [i, item] of childrenOf(order, '_PurchaseOrderItem').entries()) {
    for (const [j, line] of childrenOf(item, '_PurchaseOrderScheduleLineTP').entries()) {
      if (textOf(line, 'ScheduleLineDeliveryDate') >= dateOf(now)) continue;
      const target = `_PurchaseOrderItem(${i + 1})/_PurchaseOrderScheduleLineTP(${j + 1})/ScheduleLineDeliveryDate`;
      messages.push({ code: '06/040', text: 'Can delivery date be met?', target });
    }
  }
  return messages.map(({ code, text, target = null }) => ({
    code,
    message: text,
    target,
    additionalTargets: [],
    transition: true,
    numericSeverity: SEVERITY.warning,
    longtextUrl: null,
  }));
}
