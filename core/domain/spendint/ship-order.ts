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
export interface LineToShip<Earlier extends ShippedLine> {
  readonly line: ShipmentLine;
  readonly updates: Earlier | null;
}

const NAME = 'shipment';

/**
 * Finds what each line updates: the same parcel, else the same shipment, which is often announced before it has a tracking
 * number. No earlier line is updated twice.
 */
export function linesToShip<Earlier extends ShippedLine>(
  { lines, supplier_shipment_number: number }: Shipment,
  earlier: readonly Earlier[],
): LineToShip<Earlier>[] {
  // An order may have many thousand parcels: each is looked at once.
  const byParcel = new Map(earlier.toReversed().map((shipped) => [parcelOf(shipped), shipped]));
  const byShipment = Map.groupBy(earlier, shipmentOf);
  const parcels = lines.map((line) => byParcel.get(parcelOf({ ...line, supplier_shipment_number: number })));
  const taken = new Set(parcels);
  return lines.map((line, index) => {
    const shipment = shipmentOf({ ...line, supplier_shipment_number: number });
    const announced = line.tracking_number === null ? byShipment.get(shipment) : [byParcel.get(shipment)];
    const updates = parcels[index] ?? announced?.find((shipped) => !taken.has(shipped));
    taken.add(updates);
    return { line, updates: updates ?? null };
  });
}

type Parcel = Pick<ShippedLine, 'line_number' | 'tracking_number' | 'supplier_shipment_number'>;

/** No number has a line end. */
function parcelOf(parcel: Parcel): string {
  const { line_number, tracking_number } = parcel;
  return tracking_number === null ? shipmentOf(parcel) : `${line_number}\n\n${tracking_number}`;
}

function shipmentOf({ line_number, supplier_shipment_number }: Parcel): string {
  return `${line_number}\n${supplier_shipment_number}`;
}

/** What forbids to take a shipment (spendint 28, 29). The `shipped_quantity` of the order's lines includes those of `earlier`. */
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
      const numbers = { ...sent, sales_order_number: document.sales_order_number };
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
function quantitiesMore(lines: readonly LineToShip<ShippedLine>[]): ReadonlyMap<string, number> {
  const more = new Map<string, number>();
  for (const { line, updates } of lines) {
    const difference = line.shipment_quantity - (updates?.shipment_quantity ?? 0);
    more.set(line.line_number, (more.get(line.line_number) ?? 0) + difference);
  }
  return more;
}
