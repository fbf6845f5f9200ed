import { childrenOf, type Entity, numberOf, textOf } from '../../entity.ts';
import { round } from '../../formats.ts';
import { COMPANY_CODES, CONTROLLING_AREAS, PURCHASING_ORGANIZATIONS } from '../master-data.ts';
import type { Budget, Changed, MasterData, Product, Supplier } from '../master-records.ts';
import type { Orders } from '../orders.ts';
import { ACTUAL_ITEM, BUSINESS_PARTNER, PLAN_ITEM, PRODUCT } from './model.ts';
import type { V2Source } from './service.ts';

const CREATED = '2025-01-02';
const [CompanyCode = '', ControllingArea = ''] = [...COMPANY_CODES, ...CONTROLLING_AREAS];
const COMMON = { CompanyCode, ControllingArea, CompanyCodeCurrency: 'USD', GLAccount: '61003000' };

/** The services and the entities that they read from the records (sap 62). */
export function v2Sources(master: MasterData, orders: Orders): Readonly<Record<string, V2Source>> {
  return {
    API_BUSINESS_PARTNER: { type: BUSINESS_PARTNER, rows: () => map(master.suppliers.all(), businessPartnerOf) },
    API_PRODUCT_SRV: { type: PRODUCT, rows: () => map(master.products.all(), productOf) },
    API_FINPLANNINGENTRYITEM_SRV: { type: PLAN_ITEM, rows: () => flatMap(master.budgets.all(), planItemsOf) },
    API_OPLACCTGDOCITEMCUBE_SRV: {
      type: ACTUAL_ITEM,
      *rows() {
        yield* map(master.budgets.all(), actualItemOf);
        yield* flatMap(orders.all(), receiptsOf);
      },
    },
  };
}

function businessPartnerOf(row: Changed<Supplier>): Entity {
  const { Supplier, SupplierName, EmailAddress, WebsiteURL, changedAt } = row;
  const key = { AddressID: Supplier, Person: '', OrdinalNumber: '1' };
  const { PurchaseOrderCurrency, SupplierABCClassificationCode, PurchasingIsBlocked, DeletionIndicator } = row;
  const organization = {
    Supplier,
    PurchasingOrganization: PURCHASING_ORGANIZATIONS[0] ?? '',
    ...{ PurchaseOrderCurrency, SupplierABCClassificationCode, DeletionIndicator },
    PurchasingIsBlockedForSupplier: PurchasingIsBlocked,
  };
  const supplier = { ...row, SupplierFullName: SupplierName, SupplierAccountGroup: 'SUPL', CreationDate: CREATED };
  return {
    BusinessPartner: Supplier,
    Supplier,
    BusinessPartnerFullName: SupplierName,
    ETag: changedAt.replace(/\D/g, ''),
    CreationDate: CREATED,
    LastChangeDate: changedAt.slice(0, 10),
    LastChangeTime: `PT${changedAt.slice(11, 13)}H${changedAt.slice(14, 16)}M${changedAt.slice(17, 19)}S`,
    to_Supplier: [{ ...supplier, to_SupplierPurchasingOrg: [organization] }],
    to_BusinessPartnerAddress: [
      {
        BusinessPartner: Supplier,
        AddressID: Supplier,
        to_EmailAddress: EmailAddress === '' ? [] : [{ ...key, EmailAddress }],
        to_URLAddress: WebsiteURL === '' ? [] : [{ ...key, WebsiteURL }],
      },
    ],
  };
}

function productOf({ ProductDescription, changedAt, ...product }: Changed<Product>): Entity {
  const description = { Product: product.Product, Language: 'EN', ProductDescription };
  return { ...product, LastChangeDateTime: changedAt, to_Description: [description] };
}

/** A year's plan in twelve equal parts; what does not divide is in the last. */
function planItemsOf({ CostCenter, FiscalYear, planned }: Budget): Entity[] {
  const monthly = round(planned / 12, 2);
  return Array.from({ length: 12 }, (_, index) => {
    const FiscalPeriod = String(index + 1).padStart(3, '0');
    const AmountInCompanyCodeCurrency = index < 11 ? monthly : round(planned - 11 * monthly, 2);
    const period = {
      LedgerFiscalYear: FiscalYear,
      FiscalYear,
      FiscalPeriod,
      FiscalYearPeriod: `${FiscalYear}${FiscalPeriod}`,
    };
    const plan = { ID: `${CostCenter}-${FiscalYear}${FiscalPeriod}`, Ledger: '0L', PlanningCategory: 'PLN' };
    return { ...COMMON, ...plan, ...period, CostCenter, AmountInCompanyCodeCurrency };
  });
}

function actualItemOf({ CostCenter, FiscalYear, actual, PostingDate }: Budget): Entity {
  const date = PostingDate ?? `${FiscalYear}-01-31`;
  const document = { AccountingDocument: `19${FiscalYear}0001`, AccountingDocumentItem: CostCenter.slice(-5) };
  const year = { FiscalYear, LedgerFiscalYear: FiscalYear, PostingDate: date };
  return { ...COMMON, ...document, ...year, CostCenter, AmountInCompanyCodeCurrency: actual };
}

/** The postings of an order's goods receipts to its cost centers (sap 67). */
function receiptsOf(order: Entity): Entity[] {
  return childrenOf(order, '_PurchaseOrderItem').flatMap((item) => {
    const received = numberOf(item, 'ReceivedQuantity');
    const PostingDate = textOf(item, 'ReceiptDate');
    const share = received / numberOf(item, 'OrderQuantity');
    const FiscalYear = PostingDate.slice(0, 4);
    const origin = {
      PurchasingDocument: item.PurchaseOrder ?? '',
      PurchasingDocumentItem: item.PurchaseOrderItem ?? '',
    };
    const document = { ...COMMON, ...origin, FiscalYear, LedgerFiscalYear: FiscalYear, PostingDate };
    return (received > 0 ? childrenOf(item, '_PurOrdAccountAssignment') : []).map((account) => ({
      ...document,
      AccountingDocument: `50${textOf(order, 'PurchaseOrder').slice(2)}`,
      AccountingDocumentItem: `${item.PurchaseOrderItem}${account.AccountAssignmentNumber}`,
      CostCenter: account.CostCenter ?? '',
      GLAccount: account.GLAccount ?? '',
      AmountInCompanyCodeCurrency: round(numberOf(account, 'PurgDocNetAmount') * share, 2),
    }));
  });
}

function map<In, Out>(rows: Iterable<In>, to: (row: In) => Out): Generator<Out> {
  return flatMap(rows, (row) => [to(row)]);
}
function* flatMap<In, Out>(rows: Iterable<In>, to: (row: In) => readonly Out[]): Generator<Out> {
  for (const row of rows) yield* to(row);
}
