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
