import { toDecimal } from '../../domain/money.ts';
import type { PurchaseOrder, PurchaseOrderLine } from '../../domain/purchase-order.ts';
import { PermanentError } from '../../sync/errors.ts';
import { type Mappings, mappingName } from '../../sync/mappings.ts';
import { mappedValue } from '../mapped.ts';
import { costCenterMapping, itemMapping, vendorMapping } from './mappings.ts';
import { type SapSettings, sapReference } from './settings.ts';

/** Lengths of the service's metadata (sap 20). */
const MAX_ITEM_TEXT = 40;
const MAX_SUPPLIER_MATERIAL = 35;
const MAX_REQUISITIONER = 12;
const ITEM_STEP = 10; // sap 25

export type NewSapPurchaseOrder = ReturnType<typeof toSapPurchaseOrder>;

/**
 * The order as SAP's deep insert: numbers are JSON numbers, each quantity has its unit and each amount its currency
 * (sap 13, 21, 22). Throws PermanentError naming the mapping that is missing.
 */
export function toSapPurchaseOrder(order: PurchaseOrder, settings: SapSettings, mappings: Mappings) {
  const costCenter = mappedValue('sap', mappings, costCenterMapping(order));
  const supplier = mappedValue('sap', mappings, vendorMapping(order));
  return {
    PurchaseOrderType: settings.purchase_order_type,
    CompanyCode: settings.company_code,
    PurchasingOrganization: settings.purchasing_organization,
    PurchasingGroup: settings.purchasing_group,
    Supplier: supplier,
    DocumentCurrency: order.currency,
    PurchaseOrderDate: isoDate(order.ordered_at),
    Language: settings.language,
    CorrespncExternalReference: sapReference(order.org_id, order.id),
    _PurchaseOrderNote: [note(settings, `Procurement request ${order.request_id ?? order.id}: ${order.title}`)],
    _PurchaseOrderItem: order.lines
      .filter(({ deleted }) => !deleted)
      .map((line) => toSapItem(line, { order, settings, mappings, costCenter })),
  };
}

function toSapItem(
  line: PurchaseOrderLine,
  context: {
    readonly order: PurchaseOrder;
    readonly settings: SapSettings;
    readonly mappings: Mappings;
    readonly costCenter: string;
  },
) {
  const { order, settings, mappings, costCenter } = context;
  const { currency } = order;
  const deliveryDate = sapDateOf(order);
  const material = mappings.get(mappingName(itemMapping(line.sku)));
  return {
    PurchaseOrderItem: itemNumberOf(line),
    Plant: settings.plant,
    // A material has a group of its own (sap 28).
    ...(material === undefined ? { MaterialGroup: settings.material_group[order.type] } : { Material: material }),
    PurchaseOrderItemText: truncate(line.name, MAX_ITEM_TEXT),
    // A truncated SKU could be another article's, so a SKU that is too long is in the note only.
    ...(line.sku.length <= MAX_SUPPLIER_MATERIAL && { SupplierMaterialNumber: line.sku }),
    ...quantityOf(line, settings),
    ...pricingOf(order, line, settings),
    TaxCode: settings.tax_code,
    // K: the cost center is charged (sap 26).
    AccountAssignmentCategory: 'K',
    GoodsReceiptIsExpected: true,
    InvoiceIsExpected: true,
    RequisitionerName: order.requester_id.replaceAll('_', '').toUpperCase().slice(0, MAX_REQUISITIONER),
    _PurOrdAccountAssignment: [
      {
        AccountAssignmentNumber: '1',
        CostCenter: costCenter,
        GLAccount: settings.gl_account[order.type],
        ControllingArea: settings.controlling_area,
        DocumentCurrency: currency,
      },
    ],
    _PurchaseOrderItemNote: [note(settings, `${line.name} (SKU ${line.sku})`)],
    ...(deliveryDate && {
      _PurchaseOrderScheduleLineTP: [
        {
          ScheduleLine: '1',
          ScheduleLineDeliveryDate: deliveryDate,
          ScheduleLineOrderQuantity: line.quantity,
          PurchaseOrderQuantityUnit: settings.unit,
        },
      ],
    }),
  };
}

/** SAP numbers items in tens (sap 25). */
export function itemNumberOf({ id }: PurchaseOrderLine): string {
  return String(Number(id) * ITEM_STEP);
}

/** sap 22 */
export function quantityOf({ quantity }: PurchaseOrderLine, { unit }: SapSettings) {
  return { OrderQuantity: quantity, PurchaseOrderQuantityUnit: unit };
}

/** sap 22 */
export function pricingOf({ currency }: PurchaseOrder, { unit_cost_minor }: PurchaseOrderLine, { unit }: SapSettings) {
  return {
    OrderPriceUnit: unit,
    NetPriceAmount: toDecimal(unit_cost_minor, currency),
    NetPriceQuantity: 1,
    DocumentCurrency: currency,
  };
}

/** The delivery date without its time, as SAP's dates are. */
export function sapDateOf({ expected_delivery }: PurchaseOrder): string | undefined {
  return expected_delivery?.slice(0, 'yyyy-mm-dd'.length);
}

/** SAP's number of a document that a person names, as the hub or as SAP writes it. Throws PermanentError for another form. */
export function sapNumberOf(documentId: string): string {
  const [, number] = /^(?:PO-)?(\d{1,10})$/.exec(documentId) ?? [];
  if (number !== undefined) return number;
  const message = `"${documentId}" is not a purchase order of SAP: link a number of at most ten digits, such as 4500012847.`;
  throw new PermanentError('sap.document_differs', message);
}

function note({ language }: SapSettings, text: string) {
  return {
    TextObjectType: 'F01', // sap 54
    Language: language,
    PlainLongText: text,
  };
}

function isoDate(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
