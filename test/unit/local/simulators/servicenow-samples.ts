/** The sample bodies of the six endpoints, with dates filled in and the defects of their JSON corrected. */

export const CATALOG = {
  customer_id: 'AB-1234323',
  catalog_id: 'ACME CORP-12347898',
  supplier_id: 'SUP-123456',
  third_party_import_id: 'DELL1234567',
  products: [
    {
      product_name: 'Apple MacBook Pro 13 Core i7',
      mpn: 'Z0WQ-20004301931',
      sku: '55788741',
      manufacturer: 'Apple',
      product_category_name: 'Computer',
      parent_bundle: '920-0045362002',
      bundled_components: { mpn: 'Z0WQ-20004301931', quantity: '4' },
      unspsc: '43211500',
      product_description: 'Apple MacBook Pro 13 Core i7 2.8GHz 16GB 512GB - Touch Bar - Space Gray',
      product_attributes: { Color: 'Space Grey', RAM: '16GB', 'Screen Size': '13inch' },
      images: ['http://test123.image1.png', 'http://test123.image2.jpeg'],
      unit: 'Each',
      available_units: '4',
      available_for_country: ['US', 'IN', 'GB'],
      delivery_time: '4',
      contract_agreement: {
        contract_number: '34567892',
        contract_start_date: '2026-01-01',
        contract_end_date: '2026-12-31',
        negotiated_price: '456',
        'negotiated_currency ': 'USD',
      },
    },
  ],
};

/** With the product that the samples of prices and availability name. */
export const OTHER_CATALOG = { ...CATALOG, products: CATALOG.products.map((one) => ({ ...one, sku: '5578874' })) };

export const PRICE = {
  customer_id: 'ACME CORP',
  catalog_id: 'AB-1234323',
  supplier_id: 'SUP-123456',
  third_party_import_id: 'DEL789876',
  products: [
    {
      sku: '5578874',
      contract_agreement: {
        contract_number: '34567892',
        contract_start_date: '2026-01-01',
        contract_end_date: '2026-12-31',
        negotiated_price: '456',
        'negotiated_currency ': 'USD',
      },
    },
  ],
};

export const AVAILABILITY = {
  customer_id: 'AB-1234323',
  catalog_id: 'ACME CORP',
  supplier_id: 'SUP-123456',
  third_party_import_id: 'DEL6789876',
  products: [{ sku: '5578874', unit: 'Each', available_units: '20' }],
};

export const ORDERACK = {
  customer_id: 'ACME CORP',
  supplier_id: 'SUP-123456',
  third_party_import_id: 'undefined',
  order_number: 'PO08903323',
  sales_order_number: 'SO03323212',
  status_code: 'CONFIRMED',
  status_message: 'BACKORDERED',
  sales_order_lines: [
    { line_number: 'POL6789876', sales_order_line_number: 'SOL5678909', estimated_arrival_date: '2026-03-01' },
  ],
};

export const SHIPMENT = {
  customer_id: 'ACME CORP',
  supplier_id: 'SUP-123456',
  third_party_import_id: 'DEL2134324',
  supplier_shipment_number: 'TN-YU67898723',
  order_number: 'PO0001002',
  sales_order_number: 'SO00223002',
  shipment_lines: [
    {
      line_number: 'POL0001005',
      sales_order_line_number: 'SOL0231325',
      shipment_quantity: '4',
      shipping_carrier: 'FedEx',
      tracking_number: 'E-901290092',
      shipping_address: {
        name: '1640 Camino Del Rio North #202, San Diego,CA',
        street: '1640 Camino Del Rio North',
        city: 'San Diego',
        state: 'CA',
        zip_code: '92108-1512',
        country: 'US',
      },
      ship_to: 'John doe',
      planned_shipment_date: '2026-02-25',
      actual_shipment_date: '2026-02-26',
      estimated_arrival_date: '2026-03-01',
      product_details: [
        { serial_number: 'FL1234-23242319001', imei: '2134890294', asset_tag: '' },
        { serial_number: 'FL1234-23242319110', imei: '245499003', asset_tag: '' },
      ],
    },
  ],
};

export const INVOICE = {
  customer_id: 'Customer - A',
  supplier_id: 'SUP-123456',
  third_party_import_id: 'undefined',
  supplier_invoice_number: 'QAAP89873220071',
  supplier_tax_id: 'TIN000000',
  order_number: 'POL7987633',
  sales_order_number: 'SO0000000081',
  invoice_date: '2026-02-24',
  subtotal: '6000',
  tax_rate: '10%',
  tax: '600',
  shipping: '120',
  other_charges: '100',
  discounts: '200',
  total_amount_invoiced: '6620',
  remit_to_address: '1640 Camino Del Rio North #202, San Diego,CA',
  currency: 'USD',
  invoice_lines: [
    {
      supplier_invoice_line_number: 'QA789A867877ABN32251',
      line_number: 'POL587667',
      sales_order_line_number: 'SOL00000081',
      invoiced_quantity: '45',
      invoiced_line_amount: '4000',
    },
    {
      line_number: 'POL587668',
      supplier_invoice_line_number: '78987323',
      sales_order_line_number: 'SOL98769',
      invoiced_quantity: '12',
      invoiced_line_amount: '2000',
    },
  ],
};

/** The orders that the samples name: one to acknowledge, one to ship, one to invoice. */
export const ORDERS = [
  { order_number: 'PO08903323', lines: [{ line_number: 'POL6789876' }] },
  { order_number: 'PO0001002', status: 'Ordered', lines: [{ line_number: 'POL0001005', purchased_quantity: '4' }] },
  {
    order_number: 'POL7987633',
    customer_id: 'Customer - A',
    status: 'Ordered',
    lines: [
      { line_number: 'POL587667', purchased_quantity: '45', unit_price: '88.888' },
      { line_number: 'POL587668', purchased_quantity: '12', unit_price: '218.33' },
    ],
  },
];
