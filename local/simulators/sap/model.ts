import {
  amounts,
  computed,
  dates,
  decimals,
  entityType,
  flags,
  immutable,
  quantity,
  text,
  timestamps,
} from './odata/edm.ts';

/**
 * The entity types that the simulator serves: names, lengths, precisions and flags as in the service's metadata
 * (sap 2, 14, 18-20, 23). Of header and item, those properties that a buyer's system creates or reads.
 */

const ORDER_KEY = text(10, 'PurchaseOrder');
const ITEM_KEY = { ...ORDER_KEY, ...text(5, 'PurchaseOrderItem') };
const NOTE_KEY = { ...text(4, 'TextObjectType'), ...text(2, 'Language') };
const NOTE_TEXT = text(Number.POSITIVE_INFINITY, 'PlainLongText');

const NOTE = entityType('PurchaseOrderNote', { ...ORDER_KEY, ...NOTE_KEY }, NOTE_TEXT);
const ITEM_NOTE = entityType('PurchaseOrderItemNote', { ...ITEM_KEY, ...NOTE_KEY }, NOTE_TEXT);

const ACCOUNT_ASSIGNMENT_KEY = { ...ITEM_KEY, ...text(2, 'AccountAssignmentNumber') };
const ACCOUNT_ASSIGNMENT = entityType('PurchaseOrderAccountAssignment', ACCOUNT_ASSIGNMENT_KEY, {
  ...text(2, 'TaxCode'),
  ...text(3, 'OrderQuantityUnit', 'DocumentCurrency'),
  ...text(4, 'ControllingArea'),
  ...text(10, 'CostCenter', 'GLAccount', 'ProfitCenter', 'BudgetPeriod'),
  ...text(12, 'OrderID'),
  ...text(24, 'WBSElementExternalID'),
  ...quantity('Quantity', 'OrderQuantityUnit'),
  ...decimals(3, 1, 'MultipleAcctAssgmtDistrPercent'),
  ...amounts(13, 'PurgDocNetAmount'),
  ...computed(flags('IsDeleted')),
});

const SCHEDULE_LINE_KEY = { ...ITEM_KEY, ...text(4, 'ScheduleLine') };
const SCHEDULE_LINE = entityType('PurchaseOrderScheduleLine', SCHEDULE_LINE_KEY, {
  ...text(3, 'PurchaseOrderQuantityUnit'),
  ...dates('ScheduleLineDeliveryDate'),
  ...quantity('ScheduleLineOrderQuantity', 'PurchaseOrderQuantityUnit'),
  ...computed(quantity('OpenPurchaseOrderQuantity', 'PurchaseOrderQuantityUnit', 14)),
});

export const PURCHASE_ORDER_ITEM = entityType('PurchaseOrderItem', ITEM_KEY, {
  ...text(1, 'PurchaseOrderItemCategory', 'AccountAssignmentCategory'),
  ...text(1, 'MultipleAcctAssgmtDistribution', 'PartialInvoiceDistribution'),
  ...text(2, 'TaxCode'),
  ...text(3, 'PurchaseOrderQuantityUnit', 'OrderPriceUnit', 'DocumentCurrency'),
  ...text(4, 'CompanyCode', 'Plant'),
  ...text(9, 'MaterialGroup'),
  ...text(10, 'RequirementTracking', 'ProfitCenter'),
  ...text(12, 'RequisitionerName'),
  ...text(20, 'PurgDocOrderAcknNumber'),
  ...text(35, 'SupplierMaterialNumber'),
  ...text(40, 'PurchaseOrderItemText', 'Material'),
  ...quantity('OrderQuantity', 'PurchaseOrderQuantityUnit'),
  ...quantity('NetPriceQuantity', 'OrderPriceUnit', 5, 0),
  ...amounts(11, 'NetPriceAmount'),
  ...flags('GoodsReceiptIsExpected', 'InvoiceIsExpected', 'IsCompletelyDelivered', 'IsFinallyInvoiced'),
  ...computed({
    ...amounts(13, 'NetAmount', 'GrossAmount', 'EffectiveAmount'),
    ...text(1, 'PurchasingDocumentDeletionCode'),
  }),
  _PurOrdAccountAssignment: ACCOUNT_ASSIGNMENT,
  _PurchaseOrderScheduleLineTP: SCHEDULE_LINE,
  _PurchaseOrderItemNote: ITEM_NOTE,
});

export const PURCHASE_ORDER = entityType('PurchaseOrder', computed(ORDER_KEY), {
  // sap 43.
  ...immutable({
    ...text(3, 'DocumentCurrency'),
    ...text(4, 'PurchaseOrderType', 'CompanyCode', 'PurchasingOrganization'),
    ...text(10, 'Supplier'),
  }),
  ...text(2, 'Language'),
  ...text(3, 'PurchasingGroup'),
  ...text(4, 'PaymentTerms'),
  ...text(10, 'SupplierQuotationExternalID'),
  ...text(12, 'CorrespncExternalReference', 'CorrespncInternalReference'),
  ...dates('PurchaseOrderDate', 'ValidityStartDate', 'ValidityEndDate'),
  ...decimals(9, 5, 'ExchangeRate'),
  ...computed({
    ...text(1, 'PurchaseOrderDeletionCode'),
    ...text(2, 'PurchasingProcessingStatus'),
    ...text(12, 'CreatedByUser'),
    ...flags('ReleaseIsNotCompleted', 'PurchasingCompletenessStatus'),
    ...dates('CreationDate'),
    ...timestamps('LastChangeDateTime'),
  }),
  _PurchaseOrderItem: PURCHASE_ORDER_ITEM,
  _PurchaseOrderNote: NOTE,
});

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
