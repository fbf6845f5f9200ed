import type { Entity } from '../entity.ts';
import { refuse } from './errors.ts';
import { CHANGED, type Resource, resource } from './model.ts';

/** What the example company has set up (oracle 42-45). No call changes it. */

export const BUSINESS_UNIT = 'US1 BU';
export const BUSINESS_UNIT_ID = 300000046987012;
const LEDGER = 'US Primary Ledger';
/** Names; codes such as `Ea` are refused (oracle 27). */
export const UNITS = ['Each', 'Box', 'Hour', 'Year'];

const CREATED = '2024-01-15T08:00:00.000+00:00';

export const SUPPLIER_ROWS: readonly Entity[] = [
  supplier(1001, 'Dell Technologies', 'DELL US', 'enterprise@dell.com'),
  supplier(1002, 'Hewlett Packard Enterprise', 'HPE US', 'support@hpe.com'),
  supplier(1003, 'JetBrains', 'JETBRAINS US', 'sales@jetbrains.com'),
  supplier(1004, 'Microsoft', 'MS US', 'enterprise@microsoft.com'),
  supplier(1099, 'Unassigned Supplier', 'NOWHERE', 'info@unassigned.example', []),
];

export const AGREEMENT_ROWS: readonly Entity[] = [
  agreementLine(1, 0, 'DELL-LAT5550-i7-16', 'Dell Latitude 5550 Laptop', 1429),
  agreementLine(2, 0, 'DELL-WD22TB4', 'Dell WD22TB4 Thunderbolt Dock', 279),
  agreementLine(3, 1, 'HPE-DL380-G11-2P', 'HPE ProLiant DL380 Gen11', 8750),
  agreementLine(4, 1, 'HPE-DDR5-32G-RD', 'HPE 32GB DDR5 RDIMM', 189),
  agreementLine(5, 1, 'HPE-SSD-192T-SAS', 'HPE 1.92TB SAS SSD', 425),
  agreementLine(6, 2, 'JB-IDEA-ULT-ANN', 'IntelliJ IDEA Ultimate - Annual', 599),
];

/** By cost center, the second segment of an account: a year's budget, and what of it is spent. */
export const BUDGETS: Readonly<Record<string, { readonly budget: number; readonly spent: number }>> = {
  '110': { budget: 240000, spent: 38420 }, // IT Operations
  '111': { budget: 360000, spent: 62150 }, // Software Development
  '112': { budget: 120000, spent: 19200 }, // End User Support
  '113': { budget: 480000, spent: 124800 }, // Infrastructure
  '114': { budget: 180000, spent: 28500 }, // Information Security
};

export const ACCOUNTS: readonly Entity[] = Object.keys(BUDGETS).map((costCenter) => {
  const name = `01-${costCenter}-540100-000-000`;
  const [_SEGMENT1 = '', _SEGMENT2 = '', _SEGMENT3 = '', _SEGMENT4 = '', _SEGMENT5 = ''] = name.split('-');
  // The documented examples name 3001234 and the account of cost center 112.
  const id = 3001122 + Number(costCenter);
  const segments = { _SEGMENT1, _SEGMENT2, _SEGMENT3, _SEGMENT4, _SEGMENT5 };
  return { POChargeAccountId: id, POChargeAccount: name, ChargeAccount: name, _CODE_COMBINATION_ID: id, ...segments };
});

/** A site without assignment is of no use (oracle 42). */
function supplier(id: number, Supplier: string, SupplierSite: string, Email: string, units = [BUSINESS_UNIT]): Entity {
  const unit = { ProcurementBUId: BUSINESS_UNIT_ID, ProcurementBU: BUSINESS_UNIT };
  const assignments = units.map((ClientBU) => ({ AssignmentId: id * 1000 + 3, ClientBU }));
  return {
    SupplierId: 300000047410000 + id,
    Supplier,
    SupplierNumber: String(id),
    Status: 'ACTIVE',
    BusinessRelationship: 'Spend Authorized',
    CorporateWebsite: `https://www.${Email.split('@')[1]}`,
    CreationDate: CREATED,
    LastUpdateDate: CREATED,
    contacts: [{ SupplierContactId: id * 1000 + 2, FirstName: 'Account', LastName: 'Manager', Email }],
    sites: [{ SupplierSiteId: id * 1000 + 1, SupplierSite, ...unit, assignments }],
  };
}

function agreementLine(id: number, seller: number, Item: string, Description: string, Price: number): Entity {
  const { SupplierId = null, Supplier = null } = SUPPLIER_ROWS[seller] ?? {};
  return {
    AgreementLineId: 300000052000000 + id,
    AgreementNumber: String(52001 + seller),
    LineNumber: id,
    ItemId: 300000053000000 + id,
    ...{ Item, Description, Price, SupplierId, Supplier },
    // As the item itself names them (oracle 51).
    ...{ ItemNumber: Item, ItemDescription: Description },
    UOM: 'Each',
    CurrencyCode: 'USD',
  };
}

/** oracle 42. */
const ASSIGNMENTS = resource('assignments', 'AssignmentId', 'ClientBU');
const SITES = resource('sites', 'SupplierSiteId', 'SupplierSite ProcurementBUId ProcurementBU', ASSIGNMENTS);
const CONTACTS = resource('contacts', 'SupplierContactId', 'FirstName LastName Email');
const SUPPLIER = `Supplier SupplierNumber Status BusinessRelationship CorporateWebsite ${CHANGED}`;
/** oracle 43. */
const AGREEMENT_LINE = 'AgreementNumber LineNumber ItemId Item Description SupplierId Supplier Price UOM CurrencyCode';
/** oracle 51, 52. */
const COMBINATION = '_SEGMENT1 _SEGMENT2 _SEGMENT3 _SEGMENT4 _SEGMENT5';
/** oracle 44, 45. */
const BALANCE = `LedgerName PeriodName Currency Scenario AmountType CurrencyType BeginningBalance PeriodActivity
  EndingBalance ErrorDetail`;
export const LEDGER_BALANCES = resource('ledgerBalances', 'DetailAccountCombination', BALANCE);

/** What is only read, without the balances. */
export const MASTER_DATA: readonly (readonly [Resource, readonly Entity[]])[] = [
  [resource('suppliers', 'SupplierId', SUPPLIER, SITES, CONTACTS), SUPPLIER_ROWS],
  [resource('purchaseAgreementLines', 'AgreementLineId', AGREEMENT_LINE), AGREEMENT_ROWS],
  [resource('itemsV2', 'ItemId', 'ItemNumber ItemDescription'), AGREEMENT_ROWS],
  [resource('accountCombinationsLOV', '_CODE_COMBINATION_ID', COMBINATION), ACCOUNTS],
];

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * `AccountBalanceFinder;accountCombination=01.112.540100.000.000,accountingPeriod=Jan-26,…` (oracle 44, 45). The budget
 * is spread evenly over the year; what was spent was spent in January.
 */
export function findBalances(finder: string | null, year: number): Entity[] {
  if (!finder) throw refuse(400, 'You must provide the finder AccountBalanceFinder for ledgerBalances.');
  const [name, list = ''] = finder.split(';');
  if (name !== 'AccountBalanceFinder') throw refuse(400, `The finder ${finder} of ledgerBalances isn't valid.`);
  const variables = new Map(list.split(',').map((pair) => [pair.split('=')[0]?.trim(), pair.split('=')[1]?.trim()]));
  const account = variables.get('accountCombination')?.replaceAll('.', '-') ?? '';
  const PeriodName = variables.get('accountingPeriod') ?? '';
  const month = MONTHS.findIndex((one) => PeriodName === `${one}-${String(year).slice(2)}`);
  const figures = BUDGETS[/^01-(\d{3})-540100-000-000$/.exec(account)?.[1] ?? ''];
  const isRight: Readonly<Record<string, boolean>> = {
    accountCombination: figures !== undefined,
    accountingPeriod: month >= 0,
    currency: variables.get('currency') === 'USD',
    ledgerName: variables.get('ledgerName') === LEDGER,
    mode: Boolean(variables.get('mode')),
  };
  const wrong = Object.keys(isRight).find((variable) => !isRight[variable]);
  const row = { LedgerName: LEDGER, PeriodName, Currency: 'USD', DetailAccountCombination: account };
  if (figures === undefined || wrong) return [{ ...row, ErrorDetail: `The value of ${wrong} isn't valid.` }];
  const { budget, spent } = figures;
  function balance(Scenario: string, BeginningBalance: number, PeriodActivity: number): Entity {
    const balances = { BeginningBalance, PeriodActivity, EndingBalance: BeginningBalance + PeriodActivity };
    return { ...row, Scenario, AmountType: 'YTD', CurrencyType: 'Total', ...balances };
  }
  const actual = month === 0 ? balance('Actual', 0, spent) : balance('Actual', spent, 0);
  return [actual, balance('Budget', (budget / 12) * month, budget / 12)];
}
