/** The tables that the Table API reads. All values are strings. */
export interface Table {
  /** The first one stands for a row where a reference is displayed. */
  readonly columns: Readonly<Record<string, Column>>;
  /** A table whose rows include this one's. */
  readonly extends: string | undefined;
}
export interface Column {
  /** The table that it refers to. */
  readonly reference?: string | undefined;
  readonly choices?: Choices | undefined;
}

/** The names of the tables that the simulator writes to, besides those of errors. */
export const TABLE = {
  products: 'sn_shop_supplier_product',
  orders: 'sn_shop_purchase_order',
  lines: 'sn_shop_purchase_order_line',
  shipments: 'sn_shop_shipment',
  invoices: 'sn_shop_invoice',
  outboundOrders: 'sn_spend_intg_outbound_purchase_order',
  outboundLines: 'sn_spend_intg_outbound_purchase_order_line',
  outboundStatus: 'sn_spend_intg_outbound_status',
};

/** Values by what is displayed for them. Of an order's, only that of Pending Submission is documented (servicenow 24–26, 37). */
export const ORDER = {
  ...{ 'Pending Revision': '15', 'Pending Submission': '20', Ordered: '40' },
  ...{ 'Partially Delivered': '50', Delivered: '60' },
};
export const INVOICE = { 'Awaiting Delivery': '10', 'Invoice Confirmed': '20', 'Requires Review': '30' };
export const OUTBOUND = { New: '10', 'In Process': '20', Processed: '30', Error: '40' };
export const FAILURE = { Error: '20' };
type Choices = Readonly<Record<string, string>>;
const CHOICES = new Map<string, Choices>(Object.entries({ ORDER, INVOICE, OUTBOUND, FAILURE }));

/** What identifies the row of an error, by the kind of document. */
export const ERROR_KEYS: Readonly<Record<string, string>> = {
  catalog: 'sku mpn',
  price: 'sku',
  availability: 'sku',
  orderack: 'sales_order_number sales_order_line_number',
  shipment: 'sales_order_line_number sales_order_number supplier_shipment_number',
  invoice: 'sales_order_line_number sales_order_number supplier_invoice_number supplier_invoice_line_number',
};

export function errorTableOf(kind: string): string {
  return `sn_spend_intg_${kind.replace('orderack', 'order_ack')}_error`;
}
const ERROR_COLUMNS = 'error_message outbound_error>sn_spend_intg_outbound_status';

/** servicenow 22–25. Names and columns that no source states are INFERRED. */
export const TABLES: Readonly<Record<string, Table>> = {
  sn_shop_supplier_product: table(`product_name sku supplier_id customer_id catalog_id third_party_import_id mpn
    manufacturer product_description product_category_name unspsc unit available_units available_for_country
    delivery_time images product_attributes parent_bundle bundled_components contract_number contract_start_date
    contract_end_date negotiated_price negotiated_currency`),
  sn_shop_purchase_order: table(`number status:ORDER supplier_id customer_id catalog_id order_date total_amount currency
    sales_order_number status_message supplier_confirmation erp_confirmation`),
  sn_shop_purchase_order_line: table(`number status:ORDER purchase_order>sn_shop_purchase_order sku mpn product_name
    purchased_quantity unit unit_price sales_order_line_number estimated_arrival_date supplier_confirmation`),
  sn_shop_shipment: table(`supplier_shipment_number purchase_order_line>sn_shop_purchase_order_line supplier_id
    sales_order_number sales_order_line_number shipment_quantity shipping_carrier tracking_number shipping_address ship_to
    planned_shipment_date actual_shipment_date estimated_arrival_date product_details`),
  sn_shop_invoice: table(`supplier_invoice_number state:INVOICE purchase_order>sn_shop_purchase_order supplier_id
    customer_id supplier_tax_id sales_order_number invoice_date subtotal tax_rate tax shipping other_charges discounts
    total_amount_invoiced remit_to_address currency invoice_lines`),
  sn_spend_intg_outbound_purchase_order: table(`order_number status:OUTBOUND purchase_order>sn_shop_purchase_order
    supplier_id customer_id catalog_id order_date order_amount currency`),
  sn_spend_intg_outbound_purchase_order_line: table(`line_number status:OUTBOUND purchase_order>sn_shop_purchase_order
    purchase_order_line>sn_shop_purchase_order_line sku mpn product_name purchased_quantity unit unit_price
    unit_price_currency contract_number ship_to`),
  sn_spend_intg_outbound_status: table('import_set_id supplier_id customer_id error_type state:FAILURE'),
  // The parent of all error tables (servicenow 23).
  sn_spend_intg_import_error: table(ERROR_COLUMNS),
  ...Object.fromEntries(Object.entries(ERROR_KEYS).map(([kind, keys]) => [errorTableOf(kind), errorTable(keys)])),
};

function errorTable(keys: string): Table {
  return table(`${ERROR_COLUMNS} ${keys}`, 'sn_spend_intg_import_error');
}

/** Reads columns such as `number status:ORDER line>its_table`; the first is displayed. Every table has some more. */
function table(names: string, parent?: string): Table {
  const all = `${names} sys_id sys_class_name sys_created_on sys_updated_on`.split(/\s+/);
  const columns = all.map((entry): readonly [string, Column] => {
    const [, name = '', kind, target = ''] = /^(\w+)([:>]?)(.*)$/.exec(entry) ?? [];
    return [name, kind === '>' ? { reference: target } : { choices: CHOICES.get(target) }];
  });
  return { columns: Object.fromEntries(columns), extends: parent };
}

export function tableOf(name: string): Table {
  const found = TABLES[name];
  if (found === undefined) throw new Error(`there is no table ${name}`);
  return found;
}
