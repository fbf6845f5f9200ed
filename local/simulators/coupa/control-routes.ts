import { HttpError, type JsonRoute, type JsonRoutes } from '../../http/json-api.ts';
import type { AccessTokens } from '../access-tokens.ts';
import type { Document } from './document.ts';
import type { Grant } from './logon.ts';
import { NEW_ORDER, ORDER_ACTIONS, ORDER_EDIT, ORDER_WORDS, type Order } from './model.ts';
import type { Orders } from './orders.ts';
import { readDocument } from './read-document.ts';
import type { CoupaSettings } from './settings.ts';

/** Coupa's additions to the control API: what people do with orders in Coupa. */
export function controlRoutes(orders: Orders, settings: CoupaSettings, tokens: AccessTokens<Grant>): JsonRoutes {
  function find(id = ''): Order {
    const order = orders.table.get(id);
    if (order === undefined) throw new HttpError(404, `There is no purchase order ${id}.`);
    return order;
  }

  const actions = Object.entries(ORDER_ACTIONS).map(([name, action]): [string, JsonRoute] => [
    `POST /orders/{id}/${name}`,
    ({ params: { id } }) => orders.act(find(id), name, action),
  ]);
  return {
    ...settings.routes,
    'POST /expire-tokens': () => tokens.expireAll(),
    'POST /orders': ({ body = {} }) =>
      orders.create(Array.isArray(body) ? body.map((one) => read(NEW_ORDER, one)) : [read(NEW_ORDER, body)]),
    'PATCH /orders/{id}': ({ params: { id }, body }) => orders.edit(find(id), read(ORDER_EDIT, body)),
    ...Object.fromEntries(actions),
  };
}

function read(example: Document, body: unknown): Document {
  const { document, problems } = readDocument(example, ORDER_WORDS, body, true);
  if (problems.length > 0) throw new HttpError(400, `${problems.join('. ')}.`);
  return document;
}
