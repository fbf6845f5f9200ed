import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { childrenOf, type Entity, numberOf } from '../entity.ts';
import type { Documents, Stored } from './documents.ts';
import type { Status } from './status.ts';

const ActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['approve', 'reject', 'hold', 'release', 'close', 'finally-close']) }),
  /** Receipt of these quantities by line number, or of all that is open. */
  z.strictObject({ action: z.literal('receive'), lines: z.record(z.string(), z.number().positive()).optional() }),
]);

/** The statuses in which an action is possible, and the one that it gives. */
const MOVES: Readonly<Record<string, readonly [from: readonly Status[], to: Status]>> = {
  reject: [['PENDING APPROVAL', 'PENDING CHANGE APPROVAL'], 'REJECTED'],
  approve: [['PENDING APPROVAL', 'PENDING CHANGE APPROVAL'], 'OPEN'],
  hold: [['OPEN'], 'ON HOLD'],
  release: [['ON HOLD'], 'OPEN'],
  close: [['OPEN', 'CLOSED FOR RECEIVING'], 'CLOSED'],
  'finally-close': [['OPEN', 'CLOSED FOR RECEIVING', 'CLOSED'], 'FINALLY CLOSED'],
  receive: [['OPEN'], 'CLOSED FOR RECEIVING'],
};

/** What approvers, buyers and receivers do with an order or a requisition. */
export function controlRoutes(kinds: Readonly<Record<string, Documents>>): JsonRoutes {
  const routes = Object.entries(kinds).map(([path, documents]): [string, JsonRoutes[string]] => [
    `POST /${path}/{number}`,
    ({ params: { number = '' }, body }) => {
      const action = parseBody(ActionSchema, body);
      const stored = documents.byNumber(number);
      if (stored === undefined) throw new HttpError(404, `There is no ${number} in ${path}.`);
      perform(documents, stored, action);
    },
  ]);
  return Object.fromEntries(routes);
}

function perform(documents: Documents, stored: Stored, action: z.infer<typeof ActionSchema>): void {
  const [from, to] = MOVES[action.action] ?? [[], 'OPEN'];
  const status = stored.document.StatusCode;
  if (!from.some((one) => one === status)) throw new HttpError(409, `It is ${status}, not ${from.join(' or ')}.`);
  if (action.action === 'receive') receive(documents, stored, action.lines);
  else if (action.action === 'approve') documents.approve(stored);
  else if (action.action === 'reject' && stored.change) documents.setStatus({ ...stored, change: undefined }, 'OPEN');
  else documents.setStatus(stored, to);
}

/** oracle 37. */
function receive(documents: Documents, stored: Stored, wanted: Readonly<Record<string, number>> | undefined): void {
  const document = structuredClone(stored.document);
  const lines = childrenOf(document, 'lines').filter(({ StatusCode }) => StatusCode !== 'CANCELED');
  const unknown = Object.keys(wanted ?? {}).find((number) => !lines.some((line) => String(line.LineNumber) === number));
  if (unknown !== undefined) throw new HttpError(409, `There is no line ${unknown}, or it is canceled.`);
  const schedules = lines.flatMap((line) => {
    let rest = wanted === undefined ? Number.POSITIVE_INFINITY : (wanted[String(line.LineNumber)] ?? 0);
    const open = childrenOf(line, 'schedules').filter(({ StatusCode }) => StatusCode !== 'CANCELED');
    for (const schedule of open) {
      const received = Math.min(rest, openOf(schedule));
      schedule.ReceivedQuantity = numberOf(schedule, 'ReceivedQuantity') + received;
      rest -= received;
    }
    if (wanted !== undefined && rest > 0) throw new HttpError(409, `Line ${line.LineNumber} has less to receive.`);
    return open;
  });
  const saved = documents.save({ ...stored, document });
  if (schedules.every((schedule) => openOf(schedule) === 0)) documents.setStatus(saved, 'CLOSED FOR RECEIVING');
}

function openOf(schedule: Entity): number {
  return numberOf(schedule, 'Quantity') - numberOf(schedule, 'ReceivedQuantity');
}
