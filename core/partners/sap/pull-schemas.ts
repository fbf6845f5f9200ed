import * as z from 'zod/mini';

/** The parts of SAP's master data and figures that the hub reads. */

/** An expanded child of OData V2 (sap 69). */
function many<Row extends z.ZodMiniType>(row: Row) {
  return z.object({ results: z.array(row) });
}

/** sap 63, 64 */
export const SapBusinessPartnerSchema = z.object({
  Supplier: z.string().check(z.minLength(1)),
  to_Supplier: z.object({
    SupplierName: z.string().check(z.minLength(1)),
    PurchasingIsBlocked: z.boolean(),
    PostingIsBlocked: z.boolean(),
    DeletionIndicator: z.boolean(),
  }),
  to_BusinessPartnerAddress: many(
    z.object({
      to_EmailAddress: many(z.object({ EmailAddress: z.string() })),
      to_URLAddress: many(z.object({ WebsiteURL: z.string() })),
    }),
  ),
});
export type SapBusinessPartner = z.infer<typeof SapBusinessPartnerSchema>;

/** sap 68 */
export const SapProductSchema = z.object({
  Product: z.string().check(z.minLength(1)),
  ProductGroup: z.string(),
  BaseUnit: z.string(),
  CrossPlantStatus: z.string(),
  IsMarkedForDeletion: z.boolean(),
  to_Description: many(z.object({ Language: z.string(), ProductDescription: z.string() })),
});
export type SapProduct = z.infer<typeof SapProductSchema>;

/** Decimals are text in V2 (sap 70). */
const amount = z.pipe(z.string().check(z.regex(/^-?\d+(\.\d+)?$/)), z.transform(Number));

/** A row of the plan or of the actual figures (sap 65, 66). */
export const SapFigureSchema = z.object({ CompanyCodeCurrency: z.string(), AmountInCompanyCodeCurrency: amount });
export type SapFigure = z.infer<typeof SapFigureSchema>;

export const SapPostingSchema = z.extend(SapFigureSchema, {
  PurchasingDocument: z.string(),
  PurchasingDocumentItem: z.string(),
  CostCenter: z.string(),
});
export type SapPosting = z.infer<typeof SapPostingSchema>;

/** sap 33, 36, 37, 39 */
export const SapChangedOrderSchema = z.object({
  PurchaseOrder: z.string().check(z.regex(/^\d{1,10}$/)),
  LastChangeDateTime: z.iso.datetime({ offset: true }),
  PurchaseOrderDeletionCode: z.string(),
  PurchasingProcessingStatus: z.string(),
  CorrespncExternalReference: z._default(z.string(), ''),
});
export type SapChangedOrder = z.infer<typeof SapChangedOrderSchema>;

/** sap 37, 38 */
export const SapOrderItemSchema = z.object({
  PurchaseOrder: z.string(),
  PurchaseOrderItem: z.string(),
  OrderQuantity: z.number(),
  NetAmount: z.number(),
  DocumentCurrency: z.string(),
  IsCompletelyDelivered: z.boolean(),
  PurchasingDocumentDeletionCode: z.string(),
});
export type SapOrderItem = z.infer<typeof SapOrderItemSchema>;

/** sap 38 */
export const SapOpenQuantitySchema = z.object({
  PurchaseOrder: z.string(),
  PurchaseOrderItem: z.string(),
  OpenPurchaseOrderQuantity: z.number(),
});
export type SapOpenQuantity = z.infer<typeof SapOpenQuantitySchema>;

/** sap 66 */
export const SapAccountAssignmentSchema = z.object({
  PurchaseOrder: z.string(),
  PurchaseOrderItem: z.string(),
  PurgDocNetAmount: z.number(),
  DocumentCurrency: z.string(),
});
export type SapAccountAssignment = z.infer<typeof SapAccountAssignmentSchema>;
