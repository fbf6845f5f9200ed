import type { Fields } from './fields.ts';
import { type Format, text } from './format.ts';

/** Fields that several kinds of documents have, with their labels (spendint 10). */

const ID: Format<string> = text(100);
const NUMBER: Format<string> = text(40);

type Requirement = 'required' | 'optional';

export function customerId(fields: Fields, requirement: Requirement): string | null {
  return fields[requirement]('customer_id', 'Customer ID', ID);
}

export function catalogId(fields: Fields, requirement: Requirement): string | null {
  return fields[requirement]('catalog_id', 'Catalog ID', ID);
}

export function supplierId(fields: Fields): string {
  return fields.required('supplier_id', 'Supplier ID', ID);
}

export function importId(fields: Fields): string | null {
  return fields.optional('third_party_import_id', 'Third party import ID', ID);
}

/** The seller's identifier of a product, which ServiceNow calls the supplier part number. */
export function sku(fields: Fields): string {
  return fields.required('sku', 'Supplier part number', ID);
}

export function orderNumber(fields: Fields): string {
  return fields.required('order_number', 'Purchase order number', NUMBER);
}

export function lineNumber(fields: Fields): string {
  return fields.required('line_number', 'Purchase order line number', NUMBER);
}

export function salesOrderNumber(fields: Fields): string {
  return fields.required('sales_order_number', 'Sales order number', NUMBER);
}

export function optionalSalesOrderLineNumber(fields: Fields): string | null {
  return fields.optional('sales_order_line_number', 'Sales order line number', NUMBER);
}

/** The products of a document: each SKU once (spendint 13). */
export const PRODUCTS = {
  list: { label: 'Products', required: true },
  identity: (product: Fields): string | undefined => product.identity('sku'),
  repeated: 'The product is in this document more than once',
};
