import type * as z from 'zod/mini';
import type { PurchaseOrder } from '../domain/purchase-order.ts';
import { PermanentError } from '../sync/errors.ts';
import { type Mappings, mappingName, type RequiredMapping } from '../sync/mappings.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';

/** What a partner has mappings for. */
export interface PartnerMappings {
  /** By kind, what a value must be. */
  readonly kinds: Readonly<Record<string, z.ZodMiniType<string>>>;
  /**
   * The mappings without which the partner can't take an order, so that it is not approved. Throws PermanentError for an
   * order that has nothing to map.
   */
  required(order: PurchaseOrder): RequiredMapping[];
}

/** The partner's value. Throws PermanentError naming the call that adds it. */
export function mappedValue(partner: Partner, mappings: Mappings, needed: RequiredMapping): string {
  const value = mappings.get(mappingName(needed));
  if (value !== undefined) return value;
  const { kind, key, name = key } = needed;
  // API Gateway decodes a path before it is matched, and its parameters once more.
  const path = `/v1/integrations/${partner}/mappings/${kind}/${encodeURIComponent(encodeURIComponent(key))}`;
  const message = `No value of ${PARTNERS[partner].displayName} is mapped to ${kind.replaceAll('_', ' ')} "${name}": add it with PUT ${path}, then retry.`;
  throw new PermanentError(`mapping.${kind}_missing`, message);
}
