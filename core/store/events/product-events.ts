import type { HubEvent } from '../../../events/event.ts';
import { isSameJson } from '../../domain/json.ts';
import type { SupplierProduct } from '../../domain/supplier-product.ts';
import { unixSeconds } from '../../domain/time.ts';
import { ENTITY } from '../names.ts';
import type { ImportedCatalog } from '../supplier-documents.ts';
import { envelopeOf } from './envelope.ts';

/** The event of a product: a price call has changed it. A catalog's products have the catalog's event alone, and availability has none. */
export function productEvents(before: SupplierProduct | undefined, after: SupplierProduct): HubEvent[] {
  const { org_id, supplier_id, sku, version, last_change, contract_agreement: contract } = after;
  if (!before || before.version === version) return [];
  // Other organizations have the product too.
  const id = `${supplier_id}#${sku}`;
  const about = (at: number) => {
    const envelope = envelopeOf(ENTITY.supplierProduct, { org_id, id, version, occurred_at: unixSeconds(at) });
    return <Type extends HubEvent['event_type']>(type: Type) => ({
      ...envelope(type),
      event_id: `${ENTITY.supplierProduct}:${org_id}:${id}:${version}:${type}`,
    });
  };
  if (last_change === 'price' && contract && !isSameJson(before.contract_agreement, contract)) {
    const { negotiated_price_minor: price_minor, negotiated_currency: currency } = contract;
    return [
      {
        ...about(after.price_at)('procurement.product.price_changed'),
        data: { supplier_id, sku, price_minor, currency },
      },
    ];
  }
  return [];
}

/** The event of a catalog: it is applied. */
export function catalogEvents(before: ImportedCatalog | undefined, after: ImportedCatalog): HubEvent[] {
  if (before) return [];
  const { org_id, import_id, document, supplier_id, third_party_import_id, changed, failed, accepted_at } = after;
  const subject = { org_id, id: `${import_id}:${document}`, version: 1, occurred_at: unixSeconds(accepted_at) };
  return [
    {
      ...envelopeOf(ENTITY.supplierDocument, subject)('procurement.catalog.imported'),
      data: { supplier_id, third_party_import_id, changed, failed },
    },
  ];
}
