import type { HttpResponse } from '../../http/message.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { complete, type Document, documentsIn } from './document.ts';
import { invalid } from './errors.ts';
import { ORDER, ORDER_ACTIONS, ORDER_UPDATE } from './model.ts';
import { type Order, OrderProblem, type Orders } from './orders.ts';
import { createResource } from './resource.ts';
import type { CoupaSettings } from './settings.ts';

/** coupa 14, 37. Orders can't be created here: Coupa offers that for orders of other systems. */
export function orderRoutes(
  orders: Orders,
  settings: CoupaSettings,
  historyOf: (id: number) => readonly Document[],
): VendorRoutes {
  const [path, object] = ['/api/purchase_orders', 'order_header'];
  const { table } = orders;
  const resource = createResource({ path, object, table, example: ORDER, settings, render });

  function render(order: Order, showsDeletedLines: boolean): Document {
    const whole = complete(ORDER, order);
    const lines = documentsIn(whole['order-lines']).filter(({ deleted }) => showsDeletedLines || deleted !== true);
    return {
      ...whole,
      'current-integration-history-records': historyOf(order.id),
      'order-lines': lines.map(({ deleted: _, ...line }) => ({
        ...line,
        ...{ 'order-header-id': order.id, 'order-header-number': order['po-number'] },
        ...{ 'accounting-total-currency': line.currency, supplier: whole.supplier },
      })),
    };
  }

  /** coupa 27, 36. */
  function update(call: VendorCall): HttpResponse {
    const [order, output, body] = [resource.find(call), resource.output(call), resource.read(call, ORDER_UPDATE)];
    const exported = call.parameters.get('exported') ?? body.exported ?? undefined;
    if (exported !== undefined) {
      if (!['true', 'false'].includes(String(exported))) throw invalid(object, ['Exported is invalid']);
      return resource.respond(200, orders.mark(order, String(exported) === 'true'), output);
    }
    const { 'custom-fields': custom = {}, 'order-lines': lines = [] } = body;
    if (documentsIn(lines).some(({ id }) => typeof id !== 'number')) {
      throw invalid(object, ["Order lines id can't be blank"]);
    }
    const edit = { 'custom-fields': custom, 'order-lines': lines };
    return refusing(() => resource.respond(200, orders.edit(order, edit, 'api', false), output));
  }

  function refusing(work: () => HttpResponse): HttpResponse {
    try {
      return work();
    } catch (error) {
      if (error instanceof OrderProblem) throw invalid(object, [error.message]);
      throw error;
    }
  }

  const names = Object.keys(ORDER_ACTIONS).filter((name) => name !== 'soft_close');
  const actions = names.map((name) => [
    `PUT ${path}/{id}/${name}`,
    (call: VendorCall) => {
      const [order, output] = [resource.find(call), resource.output(call)];
      return refusing(() => resource.respond(200, orders.act(order, name, 'api'), output));
    },
  ]);
  return {
    ...resource.reads,
    [`PUT ${path}/{id}`]: update,
    [`PATCH ${path}/{id}`]: update,
    ...Object.fromEntries(actions),
  };
}
