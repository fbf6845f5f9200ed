import type { Entity } from '../entity.ts';

/** What the example company has set up (oracle 42-45). No call changes it. */

export const BUSINESS_UNIT = 'US1 BU';
export const BUSINESS_UNIT_ID = 300000046987012;
export const LEDGER = 'US Primary Ledger';
/** Names; codes such as `Ea` are refused (oracle 27). */
export const UNITS = ['Each', 'Box', 'Hour', 'Year'];

const CREATED = '2024-01-15T08:00:00.000+00:00';

export const SUPPLIER_ROWS: readonly Entity[] = [
  supplier(1001, 'Dell Technologies', 'DELL US', 'dell.com', 'enterprise'),
  supplier(1002, 'Hewlett Packard Enterprise', 'HPE US', 'hpe.com', 'support'),
  supplier(1003, 'JetBrains', 'JETBRAINS US', 'jetbrains.com', 'sales'),
  supplier(1004, 'Microsoft', 'MS US', 'microsoft.com', 'enterprise'),
  supplier(1099, 'Unassigned Supplier', 'NOWHERE', 'unassigned.example', 'info', false),
];

export const AGREEMENT_ROWS: readonly Entity[] = [
  agreementLine(1, 0, 1, 'DELL-LAT5550-i7-16', 'Dell Latitude 5550 Laptop', 1429),
  agreementLine(2, 0, 2, 'DELL-WD22TB4', 'Dell WD22TB4 Thunderbolt Dock', 279),
  agreementLine(3, 1, 1, 'HPE-DL380-G11-2P', 'HPE ProLiant DL380 Gen11', 8750),
  agreementLine(4, 1, 2, 'HPE-DDR5-32G-RD', 'HPE 32GB DDR5 RDIMM', 189),
  agreementLine(5, 1, 3, 'HPE-SSD-192T-SAS', 'HPE 1.92TB SAS SSD', 425),
  agreementLine(6, 2, 1, 'JB-IDEA-ULT-ANN', 'IntelliJ IDEA Ultimate - Annual', 599),
];

/** By cost center, the second segment of an account: a year's budget, and what of it is spent. */
export const BUDGETS: Readonly<
  Record<string, { readonly name: string; readonly budget: number; readonly spent: number }>
> = {
  '110': { name: 'IT Operations', budget: 240000, spent: 38420 },
  '111': { name: 'Software Development', budget: 360000, spent: 62150 },
  '112': { name: 'End User Support', budget: 120000, spent: 19200 },
  '113': { name: 'Infrastructure', budget: 480000, spent: 124800 },
  '114': { name: 'Information Security', budget: 180000, spent: 28500 },
};

export const ACCOUNTS: readonly Entity[] = Object.keys(BUDGETS).map((costCenter) => ({
  // The documented examples name 3001234 and the account of cost center 112.
  POChargeAccountId: 3001122 + Number(costCenter),
  POChargeAccount: `01-${costCenter}-540100-000-000`,
  ChargeAccount: `01-${costCenter}-540100-000-000`,
}));

function supplier(id: number, name: string, site: string, domain: string, mailbox: string, isAssigned = true): Entity {
  // A site without assignment is of no use (oracle 42).
  const assignments = isAssigned ? [{ AssignmentId: id * 1000 + 3, ClientBU: BUSINESS_UNIT }] : [];
  const unit = { ProcurementBUId: BUSINESS_UNIT_ID, ProcurementBU: BUSINESS_UNIT };
  return {
    SupplierId: 300000047410000 + id,
    Supplier: name,
    SupplierNumber: String(id),
    Status: 'ACTIVE',
    BusinessRelationship: 'Spend Authorized',
    CorporateWebsite: `https://www.${domain}`,
    CreationDate: CREATED,
    LastUpdateDate: CREATED,
    contacts: [
      { SupplierContactId: id * 1000 + 2, FirstName: 'Account', LastName: 'Manager', Email: `${mailbox}@${domain}` },
    ],
    sites: [{ SupplierSiteId: id * 1000 + 1, SupplierSite: site, ...unit, assignments }],
  };
}

function agreementLine(
  id: number,
  index: number,
  LineNumber: number,
  Item: string,
  Description: string,
  Price: number,
) {
  const { SupplierId = null, Supplier = null, sites } = SUPPLIER_ROWS[index] ?? {};
  const { SupplierSiteId = null, SupplierSite = null } = Array.isArray(sites) ? (sites[0] ?? {}) : {};
  const source = { AgreementLineId: 300000052000000 + id, AgreementNumber: String(52001 + index), LineNumber };
  const item = { ItemId: 300000053000000 + id, Item, Description, Price, UOM: 'Each', CurrencyCode: 'USD' };
  return { ...source, ...item, SupplierId, Supplier, SupplierSiteId, SupplierSite };
}
