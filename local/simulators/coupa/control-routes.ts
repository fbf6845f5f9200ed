import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { type Document, isDocument } from './document.ts';
import type { Grant } from './logon.ts';
import { NEW_ORDER, ORDER_EDIT, ORDER_WORDS } from './model.ts';
import { type Order, OrderProblem, type Orders } from './orders.ts';
import { readDocument } from './read-document.ts';
import type { CoupaSettings } from './settings.ts';

const USER_ACTIONS = ['cancel', 'close', 'soft_close', 'reopen'];

const ResendSchema = z.boolean().default(true);

/** Coupa's additions to the control API: what people do with orders in Coupa. */
export function controlRoutes(orders: Orders, settings: CoupaSettings, tokens: AccessTokens<Grant>): JsonRoutes {
  function find(id = ''): Order {
    const order = orders.table.get(id);
    if (order === undefined) throw new HttpError(404, `There is no purchase order ${id}.`);
    return order;
  }

  return {
    ...settings.routes,
    'POST /expire-tokens': () => tokens.expireAll(),
    'POST /orders': ({ body = {} }) => {
      const inputs = Array.isArray(body) ? body.map((one) => read(NEW_ORDER, one)) : [read(NEW_ORDER, body)];
      return refusing(() => orders.create(inputs));
    },
    /** `resend: false` is a change that the supplier is not told of, so that the version stays. */
    'PATCH /orders/{id}': ({ params: { id }, body }) => {
      const { resend, ...edit } = isDocument(body) ? body : {};
      const isNewVersion = parseBody(ResendSchema, resend);
      const order = find(id);
      return refusing(() => orders.edit(order, read(ORDER_EDIT, edit), 'user', isNewVersion));
    },
    'POST /orders/{id}/{action}': ({ params: { id, action = '' } }) => {
      const order = find(id);
      if (!USER_ACTIONS.includes(action)) throw new HttpError(404, `The actions are ${USER_ACTIONS.join(', ')}.`);
      return refusing(() => orders.act(order, action, 'user'));
    },
  };
}

function read(example: Document, body: unknown): Document {
  const { document, problems } = readDocument(example, ORDER_WORDS, body, true);
  if (problems.length > 0) throw new HttpError(400, `${problems.join('. ')}.`);
  return document;
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OrderProblem) throw new HttpError(409, error.message);
    throw error;
  }
}
