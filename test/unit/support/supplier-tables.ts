import { newPurchaseOrder } from '../../../core/domain/create-order.ts';
import type { PurchaseOrder } from '../../../core/domain/purchase-order.ts';
import type { Kind } from '../../../core/domain/spendint/document.ts';
import type { DocumentOutcome, Failure } from '../../../core/domain/spendint/outcome.ts';
import type { Supplier } from '../../../core/domain/supplier.ts';
import { approvedLaptop, laptopOrder } from './requests.ts';

export const ORG = approvedLaptop.org_id;
export const OTHER_ORG = 'org_7bMqS3wX9zKd';
/** 2026-11-22 10:00:00 UTC. */
export const NOW_MS = Date.UTC(2026, 10, 22, 10);

export function aSupplier(supplier_id: string, org_id = ORG): Supplier {
  return {
    ...{ org_id, supplier_id, name: supplier_id, vendor_id: null, enabled: true, documents: ['orderack'] },
    ...{ requests_per_minute: 30_000, credentials: [], created_at: 0, updated_at: 0, version: 1 },
  };
}

/** An order of two lines to a supplier: 1 laptop and 1 dock, 1,708.00 USD. */
export function anOrder(id: string, supplier_id: string, changes: Partial<PurchaseOrder> = {}): PurchaseOrder {
  const order = newPurchaseOrder(approvedLaptop, {
    id,
    budgetYear: 2024,
    destinations: [],
    now: laptopOrder.ordered_at,
  });
  return { ...order, supplier_id, awaits_acknowledgement: true, ...changes };
}

/** A call that a supplier made some seconds before now. */
export function aCallOf(supplierId: string, importId: string, secondsAgo = 0, orgId = ORG) {
  return { orgId, supplierId, importId, acceptedAtMs: NOW_MS - secondsAgo * 1000 };
}

export function anOutcome(kind: Kind, failures: readonly Failure[], supplier_id = 'SUP-1001'): DocumentOutcome {
  return { kind, sender: { customer_id: 'ACME CORP', supplier_id, third_party_import_id: 'DELL1234567' }, failures };
}

/** Failures of products, by SKU. */
export function failuresOf(...skus: string[]): Failure[] {
  return skus.map((sku) => ({
    keys: { sku, mpn: `M-${sku}` },
    error_message: 'Field Value empty/Formatting issue Unit\n',
  }));
}
