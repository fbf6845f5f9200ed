/** What the example company has customized and maintained before the first order. No call changes it. */

export const COMPANY_CODES = ['1010'];
export const PURCHASING_ORGANIZATIONS = ['1010'];
export const PURCHASING_GROUPS = ['001'];
export const PLANTS = ['1010'];
export const CONTROLLING_AREAS = ['A000'];
export const UNITS = ['EA', 'PC'];
export const TAX_CODES = ['V0', 'V1'];
/** sap 26. */
export const ACCOUNT_ASSIGNMENT_CATEGORIES = ['K'];

/** sap 24. */
export const PURCHASE_ORDER_TYPE = /^(NB|ZNB.?)$/;

export const SUPPLIERS = [
  supplier('17300001', 'Dell Technologies'),
  supplier('17300002', 'Hewlett Packard Enterprise'),
  supplier('17300003', 'JetBrains'),
  supplier('17300004', 'Microsoft'),
  supplier('17300099', 'Blocked Supplier', true),
];

/** sap 19. */
export const COST_CENTERS = [
  costCenter('CCITOPS', 'IT Operations'),
  costCenter('CCITDEV', 'IT Development'),
  costCenter('CCITINFRA', 'IT Infrastructure'),
  costCenter('CCITSEC', 'IT Security'),
  costCenter('CCITEUS', 'IT End User Services'),
];

export const GL_ACCOUNTS = ['61003000', '61004000', '61005000', '61006000'];

/** With the G/L account that SAP determines when an account assignment names none. */
export const MATERIAL_GROUPS: Readonly<Record<string, string>> = {
  L001: '61003000', // hardware
  L002: '61004000', // software
  L003: '61005000', // services
  L004: '61006000', // consumables
};

export const CURRENCIES = 'AUD CAD CHF CNY CZK DKK EUR GBP INR JPY KWD NOK PLN SEK SGD USD'.split(' ');

/** Undefined for a currency that is not maintained. */
export function decimalsOfCurrency(currency: string): number | undefined {
  return DECIMALS.get(currency);
}

const DECIMALS = new Map(
  CURRENCIES.map((currency) => {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return [currency, format.resolvedOptions().maximumFractionDigits] as const;
  }),
);

function supplier(Supplier: string, SupplierName: string, PurchasingIsBlocked = false) {
  return { Supplier, SupplierName, PurchaseOrderCurrency: 'USD', PurchasingIsBlocked };
}

function costCenter(CostCenter: string, CostCenterName: string) {
  return { ControllingArea: 'A000', CostCenter, CostCenterName };
}
