import { childrenOf, type Entity } from '../entity.ts';

/** The names of the status codes (oracle 35). */
export const STATUS = {
  INCOMPLETE: 'Incomplete',
  'PENDING APPROVAL': 'Pending Approval',
  OPEN: 'Open',
  APPROVED: 'Approved',
  'ON HOLD': 'On Hold',
  'PENDING CHANGE APPROVAL': 'Pending Change Approval',
  'CLOSED FOR RECEIVING': 'Closed for Receiving',
  CLOSED: 'Closed',
  'FINALLY CLOSED': 'Finally Closed',
  REJECTED: 'Rejected',
  WITHDRAWN: 'Withdrawn',
  CANCELED: 'Canceled',
} as const;
export type Status = keyof typeof STATUS;

function setStatus(entity: Entity, status: Status): void {
  entity.StatusCode = status;
  entity.Status = STATUS[status];
}

/**
 * A copy with a status, which its lines and schedules have too, unless they are canceled. What has `CancelFlag` is
 * canceled now, and with the last of its items the item above (oracle 39).
 */
export function withStatus(item: Entity, status: Status): Entity {
  const isGone = item.StatusCode === 'CANCELED' || (item.CancelFlag === true && status === 'OPEN');
  const copy = { ...item };
  setStatus(copy, isGone ? 'CANCELED' : status);
  for (const name of ['lines', 'schedules']) {
    const rows = childrenOf(item, name).map((row) => withStatus(row, isGone ? 'CANCELED' : status));
    if (name in item) copy[name] = rows;
    if (rows.length > 0 && rows.every((row) => row.StatusCode === 'CANCELED')) setStatus(copy, 'CANCELED');
  }
  return copy;
}
