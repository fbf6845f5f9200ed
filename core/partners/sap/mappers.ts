import { toDecimal } from '../../domain/money.ts';
import type { LineItem, ProcurementRequest } from '../../domain/procurement-request.ts';
import { PermanentError } from '../../sync/errors.ts';
import { type SapSettings, sapReference } from './settings.ts';

/** Lengths of the service's metadata (sap 20). */
const MAX_ITEM_TEXT = 40;
const MAX_SUPPLIER_MATERIAL = 35;
const MAX_REQUISITIONER = 12;
const ITEM_STEP = 10; // sap 25

export type NewSapPurchaseOrder = ReturnType<typeof toSapPurchaseOrder>;

/**
 * The request as SAP's deep insert: numbers are JSON numbers, each quantity has its unit and each amount its currency
 * (sap 13, 21, 22). Throws PermanentError naming the mapping that is missing.
 */
export function toSapPurchaseOrder(request: ProcurementRequest, settings: SapSettings) {
  const costCenter = mapped(settings.cost_centers, request.cost_center, 'cost_centers', 'cost center');
  const supplier = supplierOf(request, settings);
  return {
    PurchaseOrderType: settings.purchase_order_type,
    CompanyCode: settings.company_code,
    PurchasingOrganization: settings.purchasing_organization,
    PurchasingGroup: settings.purchasing_group,
    Supplier: supplier,
    DocumentCurrency: request.currency,
    PurchaseOrderDate: isoDate(approvedAt(request)),
    Language: settings.language,
    CorrespncExternalReference: sapReference(request.org_id, request.id),
    _PurchaseOrderNote: [note(settings, `Procurement request ${request.id}: ${request.title}`)],
    _PurchaseOrderItem: request.items.map((item, index) =>
      toSapItem(item, (index + 1) * ITEM_STEP, { request, settings, costCenter }),
    ),
  };
}

function toSapItem(
  item: LineItem,
  number: number,
  context: { readonly request: ProcurementRequest; readonly settings: SapSettings; readonly costCenter: string },
) {
  const { request, settings, costCenter } = context;
  const { currency } = request;
  return {
    PurchaseOrderItem: String(number),
    Plant: settings.plant,
    MaterialGroup: ofType(settings.material_group, request, 'material_group'),
    PurchaseOrderItemText: truncate(item.name, MAX_ITEM_TEXT),
    // A truncated SKU could be another article's, so a SKU that is too long is in the note only.
    ...(item.sku.length <= MAX_SUPPLIER_MATERIAL && { SupplierMaterialNumber: item.sku }),
    OrderQuantity: item.quantity,
    PurchaseOrderQuantityUnit: settings.unit,
    OrderPriceUnit: settings.unit,
    NetPriceAmount: toDecimal(item.unit_cost_minor, currency),
    NetPriceQuantity: 1,
    DocumentCurrency: currency,
    TaxCode: settings.tax_code,
    // K: the cost center is charged (sap 26).
    AccountAssignmentCategory: 'K',
    GoodsReceiptIsExpected: true,
    InvoiceIsExpected: true,
    RequisitionerName: request.requester_id.replaceAll('_', '').toUpperCase().slice(0, MAX_REQUISITIONER),
    _PurOrdAccountAssignment: [
      {
        AccountAssignmentNumber: '1',
        CostCenter: costCenter,
        GLAccount: ofType(settings.gl_account, request, 'gl_account'),
        ControllingArea: settings.controlling_area,
        DocumentCurrency: currency,
      },
    ],
    _PurchaseOrderItemNote: [note(settings, `${item.name} (SKU ${item.sku})`)],
    ...(request.expected_delivery && {
      _PurchaseOrderScheduleLineTP: [
        {
          ScheduleLine: '1',
          ScheduleLineDeliveryDate: request.expected_delivery.slice(0, 'yyyy-mm-dd'.length),
          ScheduleLineOrderQuantity: item.quantity,
          PurchaseOrderQuantityUnit: settings.unit,
        },
      ],
    }),
  };
}

function note({ language }: SapSettings, text: string) {
  return {
    TextObjectType: 'F01', // sap 54
    Language: language,
    PlainLongText: text,
  };
}

function supplierOf(request: ProcurementRequest, settings: SapSettings): string {
  if (request.vendor === null) {
    throw new PermanentError(
      'mapping.vendor_missing',
      "The request has no vendor, which a purchase order in SAP needs, and an approved request can't be changed: create a new one.",
    );
  }
  return mapped(settings.suppliers, request.vendor, 'suppliers', 'vendor');
}

type Mapping = 'suppliers' | 'cost_centers' | 'material_group' | 'gl_account';

function mapped(map: Readonly<Record<string, string>>, key: string, setting: Mapping, what: string): string {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  if (value !== undefined) return value;
  throw new PermanentError(
    `mapping.${setting}_missing`,
    `No SAP value is mapped to ${what} "${key}": add it to "${setting}" in the settings of the SAP integration, then retry.`,
  );
}

function ofType(map: Readonly<Record<string, string>>, { type }: ProcurementRequest, setting: Mapping): string {
  return mapped(map, type, setting, 'type');
}

function approvedAt({ approval_history, updated_at }: ProcurementRequest): number {
  return approval_history.findLast(({ action }) => action === 'approved')?.at ?? updated_at;
}

function isoDate(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
