import type { CallContext } from '../../../sync/call-context.ts';
import type { SapClient } from '../client.ts';
import type { SapDifference } from '../differences.ts';
import { SapEntitySchema } from '../schemas.ts';

/** `*` where the service has no ETag (sap 41, 56). */
const ANY = '*';

/** Carries one difference to SAP, on condition that nobody changes the entity meanwhile (sap 40–42, 57). */
export async function changePurchaseOrder(
  client: SapClient,
  context: CallContext,
  { path, change }: SapDifference,
): Promise<void> {
  // The ETag may be the order's, which each change moves (sap 56).
  const { '@odata.etag': etag = ANY } = await client.get(context, path, SapEntitySchema);
  if (change === 'delete') await client.delete(context, path, etag);
  else await client.patch(context, path, etag, change);
}
