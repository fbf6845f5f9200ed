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

const PENDING: readonly Status[] = ['PENDING APPROVAL', 'PENDING CHANGE APPROVAL'];
const OPEN: readonly Status[] = ['OPEN', 'CLOSED FOR RECEIVING', 'CLOSED'];

/** What approvers, buyers and receivers do with an order or a requisition. */
export function controlRoutes(kinds: Readonly<Record<string, Documents>>): JsonRoutes {
  const routes = Object.entries(kinds).map(([path, documents]): [string, JsonRoutes[string]] => [
    `POST /${path}/{number}`,
    ({ params: { number = '' }, body }) => {
      const action = parseBody(ActionSchema, body);
      const stored = documents.byNumber(number);
      if (stored === undefined) throw new HttpError(404, `There is no ${number} in ${path}.`);
      const { document, change } = stored;
      const move = (from: readonly string[], to: Status) => {
        requireStatus(document, from);
        documents.setStatus(stored, to);
      };
      switch (action.action) {
        case 'approve':
          requireStatus(document, PENDING);
          return documents.approve(stored);
        case 'reject':
          requireStatus(document, PENDING);
          return documents.setStatus({ ...stored, change: undefined }, change === undefined ? 'REJECTED' : 'OPEN');
        case 'hold':
          return move(['OPEN'], 'ON HOLD');
        case 'release':
          return move(['ON HOLD'], 'OPEN');
        case 'close':
          return move(OPEN, 'CLOSED');
        case 'finally-close':
          return move(OPEN, 'FINALLY CLOSED');
        case 'receive':
          requireStatus(document, ['OPEN']);
          return receive(documents, stored, action.lines);
      }
    },
  ]);
  return Object.fromEntries(routes);
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

function requireStatus({ StatusCode }: Entity, allowed: readonly string[]): void {
  if (allowed.some((status) => status === StatusCode)) return;
  throw new HttpError(409, `It is ${StatusCode}, not ${allowed.join(' or ')}.`);
}
