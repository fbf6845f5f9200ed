import type * as z from 'zod/mini';
import {
  type Stored,
  type StoredInvoice,
  StoredInvoiceSchema,
  type StoredOrderack,
  StoredOrderackSchema,
  type StoredShipment,
  StoredShipmentSchema,
} from '../domain/order-documents.ts';
import { ENTITY, type Entity } from './names.ts';
import { queryAll, type Table } from './table.ts';
import { insertItem, type Write } from './write.ts';

/**
 * What suppliers have posted about an order: one item per document, in a partition beside the order's, so that reading the
 * order stays cheap. The version that the document gave the order is in its key: no two writers take that one.
 */

/** How a kind of document is stored. */
export interface DocumentCodec<Document> {
  readonly entity: Entity;
  readonly name: string;
  readonly fromItem: (item: unknown) => Stored<Document>;
}

function codec<Document>(
  entity: Entity,
  name: string,
  schema: z.ZodMiniType<Stored<Document>>,
): DocumentCodec<Document> {
  return { entity, name, fromItem: (item) => schema.parse(item) };
}

export const ORDERACKS = codec(ENTITY.orderAcknowledgement, 'ACKNOWLEDGEMENT', StoredOrderackSchema);
export const SHIPMENTS = codec(ENTITY.shipment, 'SHIPMENT', StoredShipmentSchema);
export const INVOICES = codec(ENTITY.invoice, 'INVOICE', StoredInvoiceSchema);

function partition(orgId: string, orderId: string): string {
  return `ORG#${orgId}#PURCHASE_ORDER#${orderId}#DOCUMENTS`;
}

export interface OrderDocuments {
  readonly acknowledgements: StoredOrderack[];
  readonly shipments: StoredShipment[];
  readonly invoices: StoredInvoice[];
}

/** What was posted about an order, strongly consistent, the oldest of each kind first. */
export async function loadOrderDocuments(table: Table, orgId: string, orderId: string): Promise<OrderDocuments> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partition(orgId, orderId) },
    ConsistentRead: true,
  });
  const of = <Document>({ entity, fromItem }: DocumentCodec<Document>) =>
    items.filter((item) => item.entity === entity).map(fromItem);
  return { acknowledgements: of(ORDERACKS), shipments: of(SHIPMENTS), invoices: of(INVOICES) };
}

/** What of one kind was posted about an order, strongly consistent, oldest first. */
export async function loadDocumentsOf<Document>(
  table: Table,
  { name, fromItem }: DocumentCodec<Document>,
  { org_id, id }: { readonly org_id: string; readonly id: string },
): Promise<Stored<Document>[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :kind)',
    ExpressionAttributeValues: { ':pk': partition(org_id, id), ':kind': `${name}#` },
    ConsistentRead: true,
  });
  return items.map(fromItem);
}

/** Inserts a document, in the transaction that saves what it changes. */
export function saveNewDocument<Document>({ entity, name }: DocumentCodec<Document>, stored: Stored<Document>): Write {
  const { org_id, order_id, version } = stored;
  const sk = `${name}#${String(version).padStart(15, '0')}`;
  return insertItem(order_id, { pk: partition(org_id, order_id), sk, entity, ...stored });
}
