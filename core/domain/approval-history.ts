import * as z from 'zod/mini';
import { HubError } from './errors.ts';

/** Who did what to a procurement request, and what follows from it (procurement-api 48, 53, 54). */

export const ApprovalEntrySchema = z.object({
  action: z.enum(['submitted', 'edited', 'approved', 'rejected', 'ordered', 'order_changed', 'cancelled']),
  by: z.string(),
  at: z.int(),
  comment: z.nullable(z.string()),
  /** Of an edit: the fields that it changed. */
  fields: z.optional(z.array(z.string())),
});
export type ApprovalEntry = z.infer<typeof ApprovalEntrySchema>;

/** The fields that callers can edit (procurement-api 29). */
export const EDITABLE_FIELDS = [
  'title',
  'description',
  'items',
  'vendor',
  'cost_center',
  'budget_code',
  'project',
  'expected_delivery',
] as const;
export type EditableField = (typeof EDITABLE_FIELDS)[number];

interface WithHistory {
  readonly id: string;
  readonly requester_id: string;
  readonly approval_history: ApprovalEntry[];
}

/** Throws `request.self_approval` for a caller who requested or edited it (procurement-api 48, 53). */
export function requireSecondPerson({ requester_id, approval_history }: WithHistory, by: string): void {
  if (by === requester_id) {
    throw new HubError('request.self_approval', 'Nobody approves their own request in this organization.');
  }
  if (approval_history.some((entry) => entry.action === 'edited' && entry.by === by)) {
    const message =
      'Nobody approves a request that they have edited in this organization: another approver must decide.';
    throw new HubError('request.self_approval', message);
  }
}

/** The hub's own limits: they keep a request that is edited for ever under DynamoDB's 400 KB, with comments of up to 3 KB. */
const MAX_HISTORY = 100;
const MAX_HISTORY_BYTES = 100_000;

/** The history with an edit (procurement-api 54): one entry for all edits in a row by the same person. */
export function historyWithEdit(
  request: WithHistory,
  { by, changed }: { readonly by: string; readonly changed: readonly EditableField[] },
  now: number,
): ApprovalEntry[] {
  const { approval_history: history } = request;
  if (changed.length === 0) return history;
  const last = history.at(-1);
  const earlier = last?.action === 'edited' && last.by === by ? (last.fields ?? []) : undefined;
  const entry: ApprovalEntry = {
    action: 'edited',
    by,
    at: now,
    comment: null,
    fields: EDITABLE_FIELDS.filter((name) => changed.includes(name) || earlier?.includes(name)),
  };
  if (!earlier) requireRoomInHistory(request);
  return [...(earlier ? history.slice(0, -1) : history), entry];
}

/** Throws `request.not_editable` when the history has no room for one more entry. */
export function requireRoomInHistory({ id, approval_history }: WithHistory): void {
  const bytes = Buffer.byteLength(JSON.stringify(approval_history));
  if (approval_history.length < MAX_HISTORY && bytes < MAX_HISTORY_BYTES) return;
  throw new HubError('request.not_editable', `${id} has been edited too often: create a new request.`);
}
