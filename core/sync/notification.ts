import * as z from 'zod/mini';

/**
 * What the sweep notifies again, because the message that was to bring it on is lost: sync records, jobs of pulls, and
 * deliveries. `due_at` is in milliseconds.
 */
export const NotifiableSchema = z.object({
  /** When the sweep notifies again; null once nothing is to be done. */
  due_at: z.nullable(z.int()),
  /** Event notifications since the last attempt: the sweep waits longer after each. */
  unanswered: z.int(),
  /** Event notifications in all. */
  notifications: z.int(),
  /** Counts the writes. */
  version: z.int(),
});
export type Notifiable = z.infer<typeof NotifiableSchema>;

/** How long anything may be overdue before the sweep notifies again: longer than the queue takes to deliver. */
export const GRACE_MS = 60_000;

const MAX_DOUBLINGS = 6;

/** The same after another event notification: the sweep waits twice as long for an answer to each, up to an hour. */
export function notifiedAgain<Item extends Notifiable>(item: Item, nowMs: number): Item {
  return {
    ...item,
    due_at: nowMs + GRACE_MS * 2 ** Math.min(MAX_DOUBLINGS, item.unanswered),
    unanswered: item.unanswered + 1,
    notifications: item.notifications + 1,
    version: item.version + 1,
  };
}
