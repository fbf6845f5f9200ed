import type { Kind } from '../../../../core/domain/spendint/document.ts';
import { KINDS } from '../../../../core/domain/spendint/document.ts';
import type { Supplier } from '../../../../core/domain/supplier.ts';
import { supplierItem } from '../../../../core/store/suppliers.ts';
import type { Table } from '../../../../core/store/table.ts';
import { commit, replaceItem } from '../../../../core/store/write.ts';

export const NOW_MS = Date.UTC(2026, 10, 22, 3, 4, 5, 678);
export const ORG = 'org_5jHtK4pR8uWn';

export function aSupplier(changes: Partial<Supplier> = {}): Supplier {
  return {
    org_id: ORG,
    supplier_id: 'SUP-1001',
    name: 'Dell Technologies',
    vendor_id: null,
    enabled: true,
    documents: [...KINDS],
    requests_per_minute: 30_000,
    credentials: [{ salt: 'c2FsdA==', hash: 'aGFzaA==', until: null }],
    created_at: 1,
    updated_at: 1,
    version: 1,
    ...changes,
  };
}

export async function putSupplier(table: Table, supplier: Supplier): Promise<void> {
  await commit(table, [replaceItem(supplierItem(supplier))]);
}

export function basic(username: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

/** A call with one availability document per given number of products. */
export function availability(...products: readonly number[]): { readonly root: object[] } {
  return {
    root: products.map((count, document) => ({
      customer_id: 'CUST-1',
      supplier_id: 'SUP-1001',
      third_party_import_id: `IMP-${document}`,
      catalog_id: 'CAT-1',
      products: Array.from({ length: count }, (_, index) => ({
        sku: `SKU-${document}-${index}`,
        available_units: '12',
        unit: 'EA',
      })),
    })),
  };
}

export function pathOf(kind: Kind) {
  return `POST /api/sn_spend_intg/spendint/${kind}` as const;
}
