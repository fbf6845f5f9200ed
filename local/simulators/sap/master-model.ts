import { dates, decimals, entityType, flags, text, timestamps } from './odata/edm.ts';

/** The entity types of the master data services, with the fields that a buyer's system reads (sap 63-68). */

const ADDRESS_USE = text(10, 'AddressID', 'Person', 'OrdinalNumber');
const ADDRESS = entityType('A_BusinessPartnerAddress', text(10, 'BusinessPartner', 'AddressID'), {
  to_EmailAddress: entityType('A_AddressEmailAddress', ADDRESS_USE, text(241, 'EmailAddress')),
  to_URLAddress: entityType('A_AddressHomePageURL', ADDRESS_USE, text(2048, 'WebsiteURL')),
});

const ORGANIZATION_KEY = { ...text(10, 'Supplier'), ...text(4, 'PurchasingOrganization') };
const ORGANIZATION = entityType('A_SupplierPurchasingOrg', ORGANIZATION_KEY, {
  ...text(4, 'PaymentTerms'),
  ...text(5, 'PurchaseOrderCurrency'),
  ...text(1, 'SupplierABCClassificationCode'),
  ...decimals(14, 3, 'MinimumOrderAmount'),
  ...flags('PurchasingIsBlockedForSupplier', 'DeletionIndicator'),
});
/** sap 63. */
const SUPPLIER = entityType('A_Supplier', text(10, 'Supplier'), {
  ...text(4, 'SupplierAccountGroup'),
  ...text(80, 'SupplierName'),
  ...text(220, 'SupplierFullName'),
  ...flags('PurchasingIsBlocked', 'PostingIsBlocked', 'PaymentIsBlockedForSupplier', 'DeletionIndicator'),
  ...dates('CreationDate'),
  to_SupplierPurchasingOrg: ORGANIZATION,
});
/** sap 64. */
export const BUSINESS_PARTNER = entityType('A_BusinessPartner', text(10, 'BusinessPartner'), {
  ...text(10, 'Supplier'),
  ...text(12, 'LastChangeTime'),
  ...text(26, 'ETag'),
  ...text(81, 'BusinessPartnerFullName'),
  ...flags('BusinessPartnerIsBlocked'),
  ...dates('CreationDate', 'LastChangeDate'),
  to_Supplier: SUPPLIER,
  to_BusinessPartnerAddress: ADDRESS,
});

const DESCRIPTION_KEY = { ...text(40, 'Product'), ...text(2, 'Language') };
/** sap 68. */
export const PRODUCT = entityType('A_Product', text(40, 'Product'), {
  ...text(4, 'ProductType'),
  ...text(9, 'ProductGroup'),
  ...text(3, 'BaseUnit'),
  ...text(2, 'CrossPlantStatus'),
  ...flags('IsMarkedForDeletion'),
  ...timestamps('LastChangeDateTime'),
  to_Description: entityType('A_ProductDescription', DESCRIPTION_KEY, text(40, 'ProductDescription')),
});

const FIGURES = {
  ...text(4, 'CompanyCode', 'ControllingArea', 'FiscalYear', 'LedgerFiscalYear'),
  ...text(10, 'GLAccount', 'CostCenter'),
  ...text(5, 'CompanyCodeCurrency'),
  ...decimals(23, 2, 'AmountInCompanyCodeCurrency'),
};
/** sap 65. */
export const PLAN_ITEM = entityType('A_FinPlanningEntryItem', text(32, 'ID'), {
  ...FIGURES,
  ...text(10, 'Ledger', 'PlanningCategory'),
  ...text(7, 'FiscalPeriod', 'FiscalYearPeriod'),
});
/** sap 66. */
const DOCUMENT_KEY = text(10, 'CompanyCode', 'FiscalYear', 'AccountingDocument', 'AccountingDocumentItem');
export const ACTUAL_ITEM = entityType('A_OperationalAcctgDocItemCube', DOCUMENT_KEY, {
  ...FIGURES,
  ...text(10, 'PurchasingDocument', 'PurchasingDocumentItem'),
  ...dates('PostingDate'),
});
