import { changeSupplier, newSupplier } from '../../core/domain/supplier.ts';
import { queryAllSuppliers, saveNewSupplier, saveSupplier } from '../../core/store/suppliers.ts';
import type { Table } from '../../core/store/table.ts';
import type { Write } from '../../core/store/write.ts';
import type { OrganizationDocument } from './organization-document.ts';

/**
 * What stores the suppliers of a document, a transaction each. Without a `credential`, a supplier keeps those that it has, and a
 * new one has none until an administrator rotates its password; with one, it has that alone. One that is disabled stays so
 * (spendint 44).
 */
export async function supplierWrites(
  table: Table,
  { org_id, suppliers }: Pick<OrganizationDocument, 'org_id' | 'suppliers'>,
  now: number,
): Promise<Write[][]> {
  const stored = new Map((await queryAllSuppliers(table, org_id)).map((one) => [one.supplier_id, one]));
  return suppliers.map(({ credential, ...input }) => {
    const credentials = credential && [{ ...credential, until: null }];
    const seen = stored.get(input.supplier_id);
    if (seen) return saveSupplier(seen, changeSupplier(seen, { ...input, ...(credentials && { credentials }) }, now));
    return saveNewSupplier(newSupplier({ ...input, enabled: true }, { org_id, credentials: credentials ?? [] }, now));
  });
}
