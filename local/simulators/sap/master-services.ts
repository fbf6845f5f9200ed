import { type Entity, round } from '../entity.ts';
import type { Postings } from './control-routes.ts';
import { COMPANY_CODE, CONTROLLING_AREA, PURCHASING_ORGANIZATION } from './master-data.ts';
import type { Budget, Changed, MasterData, Product, Supplier } from './master-records.ts';
import { ACTUAL_ITEM, BUSINESS_PARTNER, PLAN_ITEM, PRODUCT } from './model.ts';
import { type Service, V2 } from './odata/dialects.ts';
import type { EntityType } from './odata/edm.ts';

/** sap 62. */
export const V2_ROOT = '/sap/opu/odata/sap/';

const CREATED = '2025-01-02';
const COMPANY = { CompanyCode: COMPANY_CODE, ControllingArea: CONTROLLING_AREA, CompanyCodeCurrency: 'USD' };
const COMMON = { ...COMPANY, GLAccount: '61003000' };

/** The OData V2 services, which show the records (sap 62). */
export function masterServices({ suppliers, products, budgets }: MasterData, postings: Postings): Service[] {
  const posted = () => [...postings.values()].map((posting) => ({ ...COMMON, ...posting }));
  return [
    service('API_BUSINESS_PARTNER', BUSINESS_PARTNER, () => suppliers.all().map(businessPartnerOf)),
    service('API_PRODUCT_SRV', PRODUCT, () => products.all().map(productOf)),
    service('API_FINPLANNINGENTRYITEM_SRV', PLAN_ITEM, () => budgets.all().flatMap(planItemsOf)),
    service('API_OPLACCTGDOCITEMCUBE_SRV', ACTUAL_ITEM, () => [...budgets.all().map(actualItemOf), ...posted()]),
  ];
}

function service(name: string, type: EntityType, rows: Service['rows']): Service {
  return { root: `${V2_ROOT}${name}/`, dialect: V2, type, rows };
}

/** One flat record, of which each entity shows the properties of its type. */
function businessPartnerOf(row: Changed<Supplier>): Entity {
  const { Supplier, SupplierName, EmailAddress, WebsiteURL, PurchasingIsBlocked, changedAt } = row;
  const record = {
    ...row,
    BusinessPartner: Supplier,
    BusinessPartnerFullName: SupplierName,
    SupplierFullName: SupplierName,
    SupplierAccountGroup: 'SUPL',
    PurchasingOrganization: PURCHASING_ORGANIZATION,
    PurchasingIsBlockedForSupplier: PurchasingIsBlocked,
    AddressID: Supplier,
    OrdinalNumber: '1',
    ETag: changedAt.replace(/\D/g, ''),
    CreationDate: CREATED,
    LastChangeDate: changedAt.slice(0, 10),
    LastChangeTime: `PT${changedAt.slice(11, 13)}H${changedAt.slice(14, 16)}M${changedAt.slice(17, 19)}S`,
  };
  const to_EmailAddress = EmailAddress === '' ? [] : [record];
  const to_URLAddress = WebsiteURL === '' ? [] : [record];
  const to_Supplier = [{ ...record, to_SupplierPurchasingOrg: [record] }];
  return { ...record, to_Supplier, to_BusinessPartnerAddress: [{ ...record, to_EmailAddress, to_URLAddress }] };
}

function productOf(row: Changed<Product>): Entity {
  return { ...row, LastChangeDateTime: row.changedAt, to_Description: [{ ...row, Language: 'EN' }] };
}

/** A year's plan in twelve equal parts; what does not divide is in the last. */
function planItemsOf({ CostCenter, FiscalYear, planned }: Budget): Entity[] {
  const monthly = round(planned / 12, 2);
  return Array.from({ length: 12 }, (_, index) => {
    const FiscalPeriod = String(index + 1).padStart(3, '0');
    const FiscalYearPeriod = `${FiscalYear}${FiscalPeriod}`;
    const plan = { ID: `${CostCenter}-${FiscalYearPeriod}`, Ledger: '0L', PlanningCategory: 'PLN' };
    const period = { LedgerFiscalYear: FiscalYear, FiscalYear, FiscalPeriod, FiscalYearPeriod };
    const AmountInCompanyCodeCurrency = index < 11 ? monthly : round(planned - 11 * monthly, 2);
    return { ...COMMON, ...plan, ...period, CostCenter, AmountInCompanyCodeCurrency };
  });
}

function actualItemOf({ CostCenter, FiscalYear, actual }: Budget): Entity {
  const document = { AccountingDocument: `19${FiscalYear}0001`, AccountingDocumentItem: CostCenter.slice(-5) };
  const year = { FiscalYear, LedgerFiscalYear: FiscalYear, PostingDate: `${FiscalYear}-01-31` };
  return { ...COMMON, ...document, ...year, CostCenter, AmountInCompanyCodeCurrency: actual };
}
