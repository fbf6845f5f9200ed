import * as z from 'zod/mini';

/** The parts of SAP's responses that the hub reads. API_PURCHASEORDER_2, OData V4 (sap 17, 35). */

export const SapPurchaseOrderSchema = z.object({ PurchaseOrder: z.string().check(z.regex(/^\d{1,10}$/)) });
export type SapPurchaseOrder = z.infer<typeof SapPurchaseOrderSchema>;

/** Every entity may have an ETag in its body (sap 56). */
export const SapEntitySchema = z.object({ '@odata.etag': z.optional(z.string()) });

/** sap 37 */
export const SapPurchaseOrderHeaderSchema = z.extend(SapPurchaseOrderSchema, {
  ...SapEntitySchema.shape,
  PurchaseOrderDeletionCode: z.string(),
  CorrespncExternalReference: z._default(z.string(), ''),
});
export type SapPurchaseOrderHeader = z.infer<typeof SapPurchaseOrderHeaderSchema>;

export const SapItemSchema = z.extend(SapEntitySchema, {
  PurchaseOrderItem: z.string(),
  OrderQuantity: z.number(),
  NetPriceAmount: z.number(),
  NetPriceQuantity: z.number().check(z.positive()),
  PurchasingDocumentDeletionCode: z.string(),
  IsCompletelyDelivered: z._default(z.boolean(), false),
});
export type SapItem = z.infer<typeof SapItemSchema>;

export const SapScheduleLineSchema = z.extend(SapEntitySchema, {
  PurchaseOrderItem: z.string(),
  ScheduleLine: z.string(),
  ScheduleLineDeliveryDate: z.nullable(z.string()),
});
export type SapScheduleLine = z.infer<typeof SapScheduleLineSchema>;

/** OData V4 errors. The message can be the object of OData V2, and an API gateway has its own shape (sap 44, 47). */
export const SapErrorSchema = z.union([
  z.object({
    error: z.object({
      code: z.string(),
      message: z.union([
        z.string(),
        z.pipe(
          z.object({ value: z.string() }),
          z.transform(({ value }) => value),
        ),
      ]),
      target: z.optional(z.string()),
      details: z.optional(z.array(z.object({ code: z.string(), message: z.string(), target: z.optional(z.string()) }))),
    }),
  }),
  z.pipe(
    z.object({ fault: z.object({ faultstring: z.string() }) }),
    z.transform(({ fault }) => ({
      error: { code: 'gateway', message: fault.faultstring, target: undefined, details: undefined },
    })),
  ),
]);

/** sap 55 */
export const SapTokenSchema = z.object({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z._default(z.number(), 1800),
});

/** The secret of an organization's SAP integration: a communication user, or an OAuth client (sap 5, 6). */
export const SapCredentialsSchema = z.object({
  username: z.string().check(z.minLength(1), z.maxLength(1000)),
  password: z.string().check(z.minLength(1), z.maxLength(4000)),
});
export type SapCredentials = z.infer<typeof SapCredentialsSchema>;
