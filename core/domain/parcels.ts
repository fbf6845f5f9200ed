import type { StoredShipment } from './order-documents.ts';
import { linesToShip } from './spendint/ship-order.ts';
import type { Shipment, ShipmentLine } from './spendint/shipment.ts';

/** What is under way or has arrived of one line, as the supplier's last word on it says. */
export interface Parcel extends ShipmentLine {
  readonly supplier_shipment_number: string;
  readonly sales_order_number: string;
}

/** The parcels after all shipments of an order, oldest first: later ones update earlier ones (spendint 29). */
export function parcelsOf(shipments: readonly Pick<StoredShipment, 'document'>[]): Parcel[] {
  return shipments.reduce<Parcel[]>((parcels, { document }) => withShipment(parcels, document), []);
}

/** The parcels after one more shipment. */
export function withShipment(parcels: readonly Parcel[], shipment: Shipment): Parcel[] {
  const { supplier_shipment_number, sales_order_number } = shipment;
  const shipped = linesToShip(shipment, parcels).map(({ line, updates }) => ({
    updates,
    parcel: { ...updated(updates, line), supplier_shipment_number, sales_order_number },
  }));
  const updates = new Map(shipped.map((one) => [one.updates, one.parcel]));
  const kept = parcels.map((parcel) => updates.get(parcel) ?? parcel);
  return [...kept, ...shipped.filter(({ updates }) => updates === null).map(({ parcel }) => parcel)];
}

/** An update leaves what it does not say. */
function updated(before: ShipmentLine | null, line: ShipmentLine): ShipmentLine {
  if (!before) return line;
  return {
    ...line,
    sales_order_line_number: line.sales_order_line_number ?? before.sales_order_line_number,
    tracking_number: line.tracking_number ?? before.tracking_number,
    shipping_carrier: line.shipping_carrier ?? before.shipping_carrier,
    planned_shipment_date: line.planned_shipment_date ?? before.planned_shipment_date,
    actual_shipment_date: line.actual_shipment_date ?? before.actual_shipment_date,
    estimated_arrival_date: line.estimated_arrival_date ?? before.estimated_arrival_date,
    ship_to: line.ship_to ?? before.ship_to,
    shipping_address: line.shipping_address ?? before.shipping_address,
    product_details: line.product_details.length > 0 ? line.product_details : before.product_details,
  };
}
