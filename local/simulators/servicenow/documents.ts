import { type Field, fields } from './fields.ts';
import { ACKNOWLEDGMENT, CATALOG, INVOICE_RULES, type Rules, SHIPMENT, updateOf } from './rules.ts';

/** A kind of document, as its page describes it (servicenow 10–17). */
export interface DocumentType {
  readonly header: readonly Field[];
  /** The name of the list, and the fields of its elements. */
  readonly list: string;
  /** Whether it may be empty (servicenow 32). */
  readonly isListOptional?: boolean;
  readonly item: readonly Field[];
  readonly rules: Rules;
  /** What ends each message, if not only a newline. */
  readonly messageEnd?: string;
}

export const DOCUMENT_TYPES: Readonly<Record<string, DocumentType>> = {
  catalog: {
    header: fields('customer_id 100, catalog_id 100, supplier_id! 100, third_party_import_id 100'),
    list: 'products',
    item: fields(`product_name! 1000, mpn? 100, sku! 100, manufacturer! 100, product_category_name? 100,
      unspsc? 100, parent_bundle 100, bundled_components 0 components, product_description 65000,
      product_attributes 0 attributes, images 0 strings, unit! 40, available_units 40 number,
      available_for_country 0 strings, delivery_time 40 integer, contract_agreement? 0 contract`),
    rules: CATALOG,
    messageEnd: ' \n',
  },
  price: {
    header: fields('customer_id! 100, catalog_id! 100, supplier_id! 100, third_party_import_id 100'),
    list: 'products',
    item: fields('sku! 100, contract_agreement! 0 contract'),
    rules: updateOf('pricing'),
  },
  availability: {
    // The supplier is not marked as required here (servicenow 15).
    header: fields('customer_id! 100, catalog_id! 100, supplier_id 100, third_party_import_id 100'),
    list: 'products',
    item: fields('sku! 100, unit! 100, available_units 40 number'),
    rules: updateOf('availability'),
  },
  orderack: {
    header: fields(`customer_id! 100, supplier_id! 100, third_party_import_id 100, order_number! 40,
      sales_order_number 40, status_code! 40 confirmation, status_message 1000`),
    list: 'sales_order_lines',
    isListOptional: true,
    item: fields('line_number! 40, sales_order_line_number 40, estimated_arrival_date 40 date'),
    rules: ACKNOWLEDGMENT,
  },
  shipment: {
    header: fields(`customer_id 100, supplier_id! 100, third_party_import_id 100, supplier_shipment_number! 100,
      order_number! 40, sales_order_number! 40`),
    list: 'shipment_lines',
    item: fields(`line_number! 40, sales_order_line_number 40, shipment_quantity! 40 number, shipping_carrier 100,
      tracking_number 100, shipping_address 0 address, ship_to 100, planned_shipment_date 40 date,
      actual_shipment_date 40 date, estimated_arrival_date 40 date, product_details 0 details`),
    rules: SHIPMENT,
  },
  invoice: {
    // Empty order and line numbers have messages of their own (servicenow 34).
    header: fields(`customer_id 100, supplier_id! 100, third_party_import_id 100, supplier_invoice_number! 100,
      supplier_tax_id 100, order_number 40, sales_order_number! 40, invoice_date! 40 date, subtotal! 40 number,
      tax_rate 100, tax! 40 number, shipping! 40 number, other_charges 100 number, discounts 100 number,
      total_amount_invoiced! 40 number, remit_to_address! 1000, currency! 40`),
    list: 'invoice_lines',
    item: fields(`supplier_invoice_line_number! 100, line_number 40, sales_order_line_number! 40,
      invoiced_quantity! 40 number, invoiced_line_amount! 40 number`),
    rules: INVOICE_RULES,
  },
};
