/** What the example organization has customized and maintained before the first order. Fixed; no call changes it. */

export const COMPANY_CODES = ['1010'];
export const PURCHASING_ORGANIZATIONS = ['1010'];
export const PURCHASING_GROUPS = ['001'];
export const PLANTS = ['1010'];
export const CONTROLLING_AREAS = ['A000'];
export const UNITS = ['EA', 'PC'];
export const TAX_CODES = ['V0', 'V1'];

/** Facts 1.4: NB and its copies ZNB* (mark V, for V2). */
export const PURCHASE_ORDER_TYPE = /^(NB|ZNB.?)$/;

export const SUPPLIERS = [
  { Supplier: '17300001', SupplierName: 'Dell Technologies', PurchaseOrderCurrency: 'USD', PurchasingIsBlocked: false },
  {
    Supplier: '17300002',
    SupplierName: 'Hewlett Packard Enterprise',
    PurchaseOrderCurrency: 'USD',
    PurchasingIsBlocked: false,
  },
  { Supplier: '17300003', SupplierName: 'JetBrains', PurchaseOrderCurrency: 'USD', PurchasingIsBlocked: false },
  { Supplier: '17300004', SupplierName: 'Microsoft', PurchaseOrderCurrency: 'USD', PurchasingIsBlocked: false },
  { Supplier: '17300099', SupplierName: 'Blocked Supplier', PurchaseOrderCurrency: 'USD', PurchasingIsBlocked: true },
];

/** Facts 0: at most 10 characters, so the hub's own names do not fit. */
export const COST_CENTERS = [
  { ControllingArea: 'A000', CostCenter: 'CCITOPS', CostCenterName: 'IT Operations' },
  { ControllingArea: 'A000', CostCenter: 'CCITDEV', CostCenterName: 'IT Development' },
  { ControllingArea: 'A000', CostCenter: 'CCITINFRA', CostCenterName: 'IT Infrastructure' },
  { ControllingArea: 'A000', CostCenter: 'CCITSEC', CostCenterName: 'IT Security' },
  { ControllingArea: 'A000', CostCenter: 'CCITEUS', CostCenterName: 'IT End User Services' },
];

export const GL_ACCOUNTS = ['61003000', '61004000', '61005000', '61006000'];

/** With the G/L account that the system determines when an account assignment names none. */
export const MATERIAL_GROUPS: Readonly<Record<string, string>> = {
  L001: '61003000', // hardware
  L002: '61004000', // software
  L003: '61005000', // services
  L004: '61006000', // consumables
};

/** Decimals by ISO 4217; a currency that is not here is not maintained in the system. */
export const CURRENCY_DECIMALS: Readonly<Record<string, number>> = {
  AUD: 2,
  CAD: 2,
  CHF: 2,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  INR: 2,
  JPY: 0,
  KWD: 3,
  NOK: 2,
  PLN: 2,
  SEK: 2,
  SGD: 2,
  USD: 2,
};
