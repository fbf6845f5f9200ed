import type { CallContext } from '../../../sync/call-context.ts';
import type { SapClient } from '../client.ts';
import type { SapDifference } from '../differences.ts';
import { SapEntitySchema } from '../schemas.ts';

/** `*` where the service has no ETag (sap 41, 56). */
const ANY = '*';

/**
 * Carries one difference to SAP, on condition that nobody changes the entity meanwhile (sap 40–42). Only a difference that
 * is `fresh` is sent with the ETag that it was found with: that may be the order's, which each change moves.
 */
export async function changePurchaseOrder(
  client: SapClient,
  context: CallContext,
  { path, change, etag: found }: SapDifference,
  fresh: boolean,
): Promise<void> {
  const known = fresh ? found : undefined;
  const etag = known ?? (await client.get(context, path, SapEntitySchema))['@odata.etag'] ?? ANY;
  if (change === 'delete') await client.delete(context, path, etag);
  else await client.patch(context, path, etag, change);
}
