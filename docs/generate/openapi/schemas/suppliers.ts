import * as z from 'zod';
import { KINDS } from '../../../../core/domain/spendint/document.ts';
import { Name, UnixSeconds } from './common.ts';

const supplier = {
  supplier_id: Name,
  name: Name,
  username: Name,
  vendor_id: Name.nullable(),
  enabled: z.boolean(),
  documents: z.array(z.enum(KINDS)).min(1),
  requests_per_minute: z.int().min(1),
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
  org_id: Name,
};

export const Supplier = z.strictObject(supplier).meta({ id: 'Supplier' });

export const SupplierWithPassword = z
  .strictObject({ ...supplier, password: Name.nullable() })
  .meta({ id: 'SupplierWithPassword' });
