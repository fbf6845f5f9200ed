/** The entity types below header and item, see `model.ts`. */
import { amount, date, decimal, type EntityType, flag, quantity, text } from './edm.ts';

const order = text(10, 'immutable');
const item = text(5, 'immutable');

export const PURCHASE_ORDER_NOTE: EntityType = {
  set: 'PurchaseOrderNote',
  keys: ['PurchaseOrder', 'TextObjectType', 'Language'],
  properties: {
    PurchaseOrder: order,
    TextObjectType: text(4, 'immutable'),
    Language: text(2, 'immutable'),
    PlainLongText: text(Number.POSITIVE_INFINITY),
  },
  children: {},
  messages: false,
};

export const PURCHASE_ORDER_ITEM_NOTE: EntityType = {
  ...PURCHASE_ORDER_NOTE,
  set: 'PurchaseOrderItemNote',
  keys: ['PurchaseOrder', 'PurchaseOrderItem', 'TextObjectType', 'Language'],
  properties: { ...PURCHASE_ORDER_NOTE.properties, PurchaseOrderItem: item },
};

export const ACCOUNT_ASSIGNMENT: EntityType = {
  set: 'PurchaseOrderAccountAssignment',
  keys: ['PurchaseOrder', 'PurchaseOrderItem', 'AccountAssignmentNumber'],
  properties: {
    PurchaseOrder: order,
    PurchaseOrderItem: item,
    AccountAssignmentNumber: text(2, 'immutable'),
    CostCenter: text(10),
    GLAccount: text(10),
    ControllingArea: text(4),
    ProfitCenter: text(10),
    OrderID: text(12),
    WBSElementExternalID: text(24),
    BusinessArea: text(4),
    FunctionalArea: text(16),
    FundsCenter: text(16),
    Fund: text(10),
    BudgetPeriod: text(10),
    UnloadingPointName: text(25),
    GoodsRecipientName: text(12),
    Quantity: quantity('OrderQuantityUnit'),
    OrderQuantityUnit: text(3),
    MultipleAcctAssgmtDistrPercent: decimal(3, 1),
    PurgDocNetAmount: amount(),
    DocumentCurrency: text(3),
    TaxCode: text(2),
    IsDeleted: flag('computed'),
  },
  children: {},
  messages: true,
};

export const SCHEDULE_LINE: EntityType = {
  set: 'PurchaseOrderScheduleLine',
  keys: ['PurchaseOrder', 'PurchaseOrderItem', 'ScheduleLine'],
  properties: {
    PurchaseOrder: order,
    PurchaseOrderItem: item,
    ScheduleLine: text(4, 'immutable'),
    DelivDateCategory: text(1),
    ScheduleLineDeliveryDate: date(),
    ScheduleLineOrderDate: date(),
    ScheduleLineOrderQuantity: quantity('PurchaseOrderQuantityUnit'),
    OpenPurchaseOrderQuantity: quantity('PurchaseOrderQuantityUnit', 14, 3, 'computed'),
    PurchaseOrderQuantityUnit: text(3),
    PurchaseRequisition: text(10),
    PurchaseRequisitionItem: text(5),
  },
  children: {},
  messages: true,
};
