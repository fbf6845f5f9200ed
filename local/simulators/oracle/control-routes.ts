import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { Documents } from './documents.ts';

const ActionSchema = z.strictObject({ action: z.enum(['approve', 'reject', 'receive']) });

/** What approvers and receivers do with an order or a requisition. */
export function controlRoutes(kinds: Readonly<Record<string, Documents>>): JsonRoutes {
  const routes = Object.entries(kinds).map(([path, documents]): [string, JsonRoutes[string]] => [
    `POST /${path}/{number}`,
    ({ params: { number = '' }, body }) => {
      const { action } = parseBody(ActionSchema, body);
      const stored = documents.byNumber(number);
      if (stored === undefined) throw new HttpError(404, `There is no ${number} in ${path}.`);
      const status = String(stored.document.StatusCode);
      const isRight = action === 'receive' ? status === 'OPEN' : status.startsWith('PENDING');
      if (!isRight) throw new HttpError(409, `${number} is ${status}.`);
      documents[action](stored);
    },
  ]);
  return Object.fromEntries(routes);
}
