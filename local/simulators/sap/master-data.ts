/** What the example company has customized and maintained before the first order. The vendor's API changes none of it. */

export const COMPANY_CODE = '1010';
export const PURCHASING_ORGANIZATION = '1010';
export const CONTROLLING_AREA = 'A000';
const UNITS = ['EA', 'PC'];

/** sap 24. */
export const PURCHASE_ORDER_TYPE = /^(NB|ZNB.?)$/;

/** sap 19. */
export const COST_CENTERS = ['CCITOPS', 'CCITDEV', 'CCITINFRA', 'CCITSEC', 'CCITEUS'];

/** With the G/L account that SAP determines when an account assignment names none. */
export const MATERIAL_GROUPS: Readonly<Record<string, string>> = {
  L001: '61003000', // hardware
  L002: '61004000', // software
  L003: '61005000', // services
  L004: '61006000', // consumables
};

/** By currency that is maintained: how many decimals its amounts have. */
export const CURRENCY_DECIMALS: ReadonlyMap<string, number> = new Map([
  ...'AUD CAD CHF CNY CZK DKK EUR GBP INR NOK PLN SEK SGD USD'.split(' ').map((currency) => [currency, 2] as const),
  ['JPY', 0],
  ['KWD', 3],
]);

/** Of properties of an order and below: the label in messages and, where one must be maintained, the values. */
export const FIELDS: Readonly<Record<string, readonly [label: string, maintained?: readonly string[]]>> = {
  PurchaseOrderType: ['Purchase Order Type'],
  Supplier: ['Supplier'],
  CompanyCode: ['Company Code', [COMPANY_CODE]],
  PurchasingOrganization: ['Purch. Organization', [PURCHASING_ORGANIZATION]],
  PurchasingGroup: ['Purch. Group', ['001']],
  DocumentCurrency: ['Currency', [...CURRENCY_DECIMALS.keys()]],
  Plant: ['Plant', ['1010']],
  TaxCode: ['Tax code', ['V0', 'V1']],
  PurchaseOrderQuantityUnit: ['Unit of measure', UNITS],
  OrderQuantityUnit: ['Unit of measure', UNITS],
  OrderPriceUnit: ['Unit of measure', UNITS],
  // sap 26.
  AccountAssignmentCategory: ['Account assignment category', ['K']],
  MaterialGroup: ['Material Group', Object.keys(MATERIAL_GROUPS)],
  PurchaseOrderItemText: ['Short Text'],
  CostCenter: ['Cost Center', COST_CENTERS],
  GLAccount: ['G/L Account', Object.values(MATERIAL_GROUPS)],
  ControllingArea: ['Controlling area', [CONTROLLING_AREA]],
};

export const SUPPLIERS: readonly object[] = [
  supplier('17300001', 'Dell Technologies', 'A', 'enterprise', 'dell.com'),
  supplier('17300002', 'Hewlett Packard Enterprise', 'A', 'support', 'hpe.com'),
  supplier('17300003', 'JetBrains', 'B', 'sales', 'jetbrains.com'),
  supplier('17300004', 'Microsoft', 'A', 'enterprise', 'microsoft.com'),
  { ...supplier('17300099', 'Blocked Supplier', '', 'info', 'blocked.example'), PurchasingIsBlocked: true },
];

function supplier(Supplier: string, SupplierName: string, abc: string, mailbox: string, domain: string) {
  const contact = { EmailAddress: `${mailbox}@${domain}`, WebsiteURL: `https://www.${domain}` };
  return { Supplier, SupplierName, SupplierABCClassificationCode: abc, ...contact };
}

export const PRODUCTS: readonly object[] = [
  { Product: 'DELL-LAT5550-i7-16', ProductDescription: 'Dell Latitude 5550 Laptop' },
  { Product: 'DELL-WD22TB4', ProductDescription: 'Dell WD22TB4 Thunderbolt Dock' },
  { Product: 'HPE-DL380-G11-2P', ProductDescription: 'HPE ProLiant DL380 Gen11' },
  { Product: 'HPE-DDR5-32G-RD', ProductDescription: 'HPE 32GB DDR5 RDIMM' },
  { Product: 'HPE-SSD-192T-SAS', ProductDescription: 'HPE 1.92TB SAS SSD' },
  { Product: 'JB-IDEA-ULT-ANN', ProductDescription: 'IntelliJ IDEA Ultimate - Annual', ProductGroup: 'L002' },
];

export const BUDGETS: readonly object[] = [
  { CostCenter: 'CCITOPS', FiscalYear: '2026', planned: 240000, actual: 38420 },
  { CostCenter: 'CCITDEV', FiscalYear: '2026', planned: 360000, actual: 62150 },
  { CostCenter: 'CCITINFRA', FiscalYear: '2026', planned: 480000, actual: 124800 },
  { CostCenter: 'CCITSEC', FiscalYear: '2026', planned: 180000, actual: 28500 },
  { CostCenter: 'CCITEUS', FiscalYear: '2026', planned: 120000, actual: 19200 },
];
