import type { Findings } from './document.ts';
import { lineFindings, lineOf, type OrderLineView, type OrderView, orderFindings } from './order-view.ts';
import type { Shipment, ShipmentLine } from './shipment.ts';

/** What an order's earlier shipments have brought, one for each line and tracking number. */
export interface ShippedLine {
  readonly line_number: string;
  readonly tracking_number: string | null;
  readonly supplier_shipment_number: string;
  readonly shipment_quantity: number;
}

/** A line of a shipment, and the earlier one that it updates; null: it is new (spendint 29). */
export interface LineToShip {
  readonly line: ShipmentLine;
  readonly updates: ShippedLine | null;
}

const NAME = 'shipment';

/** Finds each line's earlier shipment: by its tracking number or, without one, by the supplier's number of the shipment. */
export function linesToShip(document: Shipment, earlier: readonly ShippedLine[]): LineToShip[] {
  return document.lines.map((line) => ({
    line,
    updates: earlier.find((shipped) => isSameParcel(shipped, line, document.supplier_shipment_number)) ?? null,
  }));
}

function isSameParcel(shipped: ShippedLine, line: ShipmentLine, shipmentNumber: string): boolean {
  if (shipped.line_number !== line.line_number || shipped.tracking_number !== line.tracking_number) return false;
  return line.tracking_number !== null || shipped.supplier_shipment_number === shipmentNumber;
}

/** The order's quantities of `shipped_quantity` include those of `earlier`. */
export function shipmentFindings(
  document: Shipment,
  order: OrderView | null,
  earlier: readonly ShippedLine[],
): Findings {
  const more = quantitiesMore(linesToShip(document, earlier));
  return {
    document: orderFindings(order, NAME, 'The purchase order for this shipment does not exist'),
    entries: document.lines.map((sent) => {
      const line = lineOf(order, sent.line_number);
      const { sales_order_number } = document;
      const { sales_order_line_number } = sent;
      const numbers = { sales_order_number, sales_order_line_number };
      return [
        ...lineFindings(line, numbers, NAME),
        ...(line ? quantityFindings(line, more.get(sent.line_number) ?? 0) : []),
      ];
    }),
  };
}

function quantityFindings(line: OrderLineView, more: number): string[] {
  const shipped = line.shipped_quantity + more;
  if (shipped > line.ordered_quantity) {
    return ['The quantity shipped is more than the quantity of the purchase order line'];
  }
  // An update may take back what was announced, not what was received.
  return more < 0 && shipped < line.received_quantity
    ? ['The quantity shipped is less than the quantity received']
    : [];
}

/** How much more the document ships of each line than was shipped before. */
function quantitiesMore(lines: readonly LineToShip[]): ReadonlyMap<string, number> {
  const more = new Map<string, number>();
  for (const { line, updates } of lines) {
    const difference = line.shipment_quantity - (updates?.shipment_quantity ?? 0);
    more.set(line.line_number, (more.get(line.line_number) ?? 0) + difference);
  }
  return more;
}
