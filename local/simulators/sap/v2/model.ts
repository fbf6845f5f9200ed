import { dateTimes, decimals, type EntityType, flags, text, timestamps } from '../edm.ts';

/** The entity types of the master data services, with the fields that a buyer's system reads (sap 63-68). */

const address = text(10, 'BusinessPartner', 'AddressID');

const EMAIL: EntityType = {
  set: 'A_AddressEmailAddress',
  keys: ['AddressID', 'Person', 'OrdinalNumber'],
  properties: { ...text(10, 'AddressID', 'Person', 'OrdinalNumber'), ...text(241, 'EmailAddress') },
  children: {},
  messages: false,
};
const HOME_PAGE: EntityType = {
  ...EMAIL,
  set: 'A_AddressHomePageURL',
  properties: { ...text(10, 'AddressID', 'Person', 'OrdinalNumber'), ...text(2048, 'WebsiteURL') },
};
const ADDRESS: EntityType = {
  set: 'A_BusinessPartnerAddress',
  keys: ['BusinessPartner', 'AddressID'],
  properties: address,
  children: { to_EmailAddress: EMAIL, to_URLAddress: HOME_PAGE },
  messages: false,
};
const PURCHASING_ORGANIZATION: EntityType = {
  set: 'A_SupplierPurchasingOrg',
  keys: ['Supplier', 'PurchasingOrganization'],
  properties: {
    ...text(10, 'Supplier'),
    ...text(4, 'PurchasingOrganization', 'PaymentTerms'),
    ...text(5, 'PurchaseOrderCurrency'),
    ...text(1, 'SupplierABCClassificationCode'),
    ...decimals(14, 3, 'MinimumOrderAmount'),
    ...flags('PurchasingIsBlockedForSupplier', 'DeletionIndicator'),
  },
  children: {},
  messages: false,
};
/** sap 63. */
const SUPPLIER: EntityType = {
  set: 'A_Supplier',
  keys: ['Supplier'],
  properties: {
    ...text(10, 'Supplier'),
    ...text(4, 'SupplierAccountGroup'),
    ...text(80, 'SupplierName'),
    ...text(220, 'SupplierFullName'),
    ...flags('PurchasingIsBlocked', 'PostingIsBlocked', 'PaymentIsBlockedForSupplier', 'DeletionIndicator'),
    ...dateTimes('CreationDate'),
  },
  children: { to_SupplierPurchasingOrg: PURCHASING_ORGANIZATION },
  messages: false,
  isToOne: true,
};
/** sap 64. */
export const BUSINESS_PARTNER: EntityType = {
  set: 'A_BusinessPartner',
  keys: ['BusinessPartner'],
  properties: {
    ...text(10, 'BusinessPartner', 'Supplier', 'Customer'),
    ...text(26, 'ETag'),
    ...text(81, 'BusinessPartnerFullName'),
    ...flags('BusinessPartnerIsBlocked'),
    ...dateTimes('CreationDate', 'LastChangeDate'),
    ...text(12, 'LastChangeTime'),
  },
  children: { to_Supplier: SUPPLIER, to_BusinessPartnerAddress: ADDRESS },
  messages: false,
};

/** sap 68. */
export const PRODUCT: EntityType = {
  set: 'A_Product',
  keys: ['Product'],
  properties: {
    ...text(40, 'Product'),
    ...text(4, 'ProductType'),
    ...text(9, 'ProductGroup'),
    ...text(3, 'BaseUnit'),
    ...text(2, 'CrossPlantStatus'),
    ...flags('IsMarkedForDeletion'),
    ...timestamps('LastChangeDateTime'),
  },
  children: {
    to_Description: {
      set: 'A_ProductDescription',
      keys: ['Product', 'Language'],
      properties: { ...text(40, 'Product', 'ProductDescription'), ...text(2, 'Language') },
      children: {},
      messages: false,
    },
  },
  messages: false,
};

const figures = {
  ...text(4, 'CompanyCode', 'ControllingArea', 'FiscalYear', 'LedgerFiscalYear'),
  ...text(10, 'GLAccount', 'CostCenter'),
  ...text(5, 'CompanyCodeCurrency'),
  ...decimals(23, 2, 'AmountInCompanyCodeCurrency'),
};
/** sap 65. */
export const PLAN_ITEM: EntityType = {
  set: 'A_FinPlanningEntryItem',
  keys: ['ID'],
  properties: {
    ...text(32, 'ID'),
    ...figures,
    ...text(10, 'Ledger', 'PlanningCategory'),
    ...text(7, 'FiscalPeriod', 'FiscalYearPeriod'),
  },
  children: {},
  messages: false,
};
/** sap 66. */
export const ACTUAL_ITEM: EntityType = {
  set: 'A_OperationalAcctgDocItemCube',
  keys: ['CompanyCode', 'FiscalYear', 'AccountingDocument', 'AccountingDocumentItem'],
  properties: {
    ...figures,
    ...text(10, 'AccountingDocument', 'PurchasingDocument'),
    ...text(5, 'AccountingDocumentItem', 'PurchasingDocumentItem'),
    ...dateTimes('PostingDate'),
  },
  children: {},
  messages: false,
};
