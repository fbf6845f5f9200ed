import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { complete, type Document, documentIn, documentsIn } from './document.ts';
import { invalid } from './errors.ts';
import { ORDER, ORDER_UPDATE, type Order } from './model.ts';
import type { Monitoring } from './monitoring.ts';
import type { Orders } from './orders.ts';
import { createResource } from './resource.ts';
import type { CoupaSettings } from './settings.ts';

/** coupa 14. Orders can't be created here: Coupa offers that for orders of other systems. */
export function orderRoutes(orders: Orders, monitoring: Monitoring, settings: CoupaSettings): VendorRoutes {
  const [path, object] = ['/api/purchase_orders', 'order_header'];

  function render(order: Order, showsDeletedLines: boolean): Document {
    const whole = complete(ORDER, order);
    const lines = documentsIn(whole['order-lines']).filter(({ deleted }) => showsDeletedLines || deleted !== true);
    return {
      ...whole,
      'current-integration-history-records': monitoring.unresolvedHistory(order.id),
      'order-lines': lines.map(({ deleted: _, ...line }) => ({
        ...line,
        ...{ 'order-header-id': order.id, 'order-header-number': order['po-number'] },
        ...{ 'accounting-total-currency': line.currency, supplier: whole.supplier },
      })),
    };
  }

  /** coupa 27, 36. */
  function update(order: Order, body: Document, { parameters }: VendorCall): Order {
    const exported = String(parameters.get('exported') ?? body.exported ?? '');
    if (exported === '') return orders.report(order, documentIn(body['custom-fields']));
    if (exported !== 'true' && exported !== 'false') throw invalid(object, ['Exported is invalid']);
    return orders.mark(order, exported === 'true');
  }

  const { reads, changing } = createResource({ path, object, table: orders.table, example: ORDER, settings, render });
  return { ...reads, [`PUT ${path}/{id}`]: changing(ORDER_UPDATE, update) };
}
