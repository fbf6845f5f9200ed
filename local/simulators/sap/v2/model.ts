import { dateTimes, decimals, entityType, flags, text, timestamps } from '../edm.ts';

/** The entity types of the master data services, with the fields that a buyer's system reads (sap 63-68). */

const emailKey = text(10, 'AddressID', 'Person', 'OrdinalNumber');
const EMAIL = entityType('A_AddressEmailAddress', 'AddressID Person OrdinalNumber', {
  ...emailKey,
  ...text(241, 'EmailAddress'),
});
const HOME_PAGE = entityType('A_AddressHomePageURL', 'AddressID Person OrdinalNumber', {
  ...emailKey,
  ...text(2048, 'WebsiteURL'),
});
const addressKey = text(10, 'BusinessPartner', 'AddressID');
const ADDRESS = entityType('A_BusinessPartnerAddress', 'BusinessPartner AddressID', addressKey, {
  to_EmailAddress: EMAIL,
  to_URLAddress: HOME_PAGE,
});
const PURCHASING_ORGANIZATION = entityType('A_SupplierPurchasingOrg', 'Supplier PurchasingOrganization', {
  ...text(10, 'Supplier'),
  ...text(4, 'PurchasingOrganization', 'PaymentTerms'),
  ...text(5, 'PurchaseOrderCurrency'),
  ...text(1, 'SupplierABCClassificationCode'),
  ...decimals(14, 3, 'MinimumOrderAmount'),
  ...flags('PurchasingIsBlockedForSupplier', 'DeletionIndicator'),
});
/** sap 63. */
const supplier = {
  ...text(10, 'Supplier'),
  ...text(4, 'SupplierAccountGroup'),
  ...text(80, 'SupplierName'),
  ...text(220, 'SupplierFullName'),
  ...flags('PurchasingIsBlocked', 'PostingIsBlocked', 'PaymentIsBlockedForSupplier', 'DeletionIndicator'),
  ...dateTimes('CreationDate'),
};
const organizations = { to_SupplierPurchasingOrg: PURCHASING_ORGANIZATION };
const SUPPLIER = entityType('A_Supplier', 'Supplier', supplier, organizations);
/** sap 64. */
const businessPartner = {
  ...text(10, 'BusinessPartner', 'Supplier', 'Customer'),
  ...text(26, 'ETag'),
  ...text(81, 'BusinessPartnerFullName'),
  ...flags('BusinessPartnerIsBlocked'),
  ...dateTimes('CreationDate', 'LastChangeDate'),
  ...text(12, 'LastChangeTime'),
};
export const BUSINESS_PARTNER = entityType('A_BusinessPartner', 'BusinessPartner', businessPartner, {
  to_Supplier: SUPPLIER,
  to_BusinessPartnerAddress: ADDRESS,
});

/** sap 68. */
export const PRODUCT = entityType(
  'A_Product',
  'Product',
  {
    ...text(40, 'Product'),
    ...text(4, 'ProductType'),
    ...text(9, 'ProductGroup'),
    ...text(3, 'BaseUnit'),
    ...text(2, 'CrossPlantStatus'),
    ...flags('IsMarkedForDeletion'),
    ...timestamps('LastChangeDateTime'),
  },
  {
    to_Description: entityType('A_ProductDescription', 'Product Language', {
      ...text(40, 'Product', 'ProductDescription'),
      ...text(2, 'Language'),
    }),
  },
);

const figures = {
  ...text(4, 'CompanyCode', 'ControllingArea', 'FiscalYear', 'LedgerFiscalYear'),
  ...text(10, 'GLAccount', 'CostCenter'),
  ...text(5, 'CompanyCodeCurrency'),
  ...decimals(23, 2, 'AmountInCompanyCodeCurrency'),
};
/** sap 65. */
export const PLAN_ITEM = entityType('A_FinPlanningEntryItem', 'ID', {
  ...text(32, 'ID'),
  ...figures,
  ...text(10, 'Ledger', 'PlanningCategory'),
  ...text(7, 'FiscalPeriod', 'FiscalYearPeriod'),
});
/** sap 66. */
export const ACTUAL_ITEM = entityType(
  'A_OperationalAcctgDocItemCube',
  'CompanyCode FiscalYear AccountingDocument AccountingDocumentItem',
  {
    ...figures,
    ...text(10, 'AccountingDocument', 'PurchasingDocument'),
    ...text(5, 'AccountingDocumentItem', 'PurchasingDocumentItem'),
    ...dateTimes('PostingDate'),
  },
);
