import { describe, expect, it } from '@jest/globals';
import type { SupplierProduct } from '../../../../core/domain/supplier-product.ts';
import { changeToEvents } from '../../../../core/store/change-to-events.ts';
import { RELAYED_IMAGES } from '../../../../core/store/names.ts';
import { saveImported } from '../../../../core/store/supplier-documents.ts';
import { saveNextProduct } from '../../../../core/store/supplier-products.ts';
import type { Write } from '../../../../core/store/write.ts';
import { HubEventSchema } from '../../../../events/event.ts';

type Item = Record<string, unknown>;

function itemOf(write: Write): Item {
  if (!('put' in write)) throw new Error('not a put');
  return write.put.Item ?? {};
}

function isRelayed(item: Item): boolean {
  return RELAYED_IMAGES.some((image) =>
    Object.entries(image).every(([name, values]) => values.includes(String(item[name]))),
  );
}

function eventsOf(before: Item | undefined, after: Item) {
  const events = changeToEvents(before, after).map((event) => HubEventSchema.parse(event));
  if (events.length > 0) expect(isRelayed(after)).toBe(true);
  return events;
}

const contract = {
  contract_number: '1',
  negotiated_currency: 'USD',
  negotiated_price_minor: 45_600,
  contract_start_date: null,
  contract_end_date: null,
};
const product: SupplierProduct = {
  ...{ org_id: 'org_1', supplier_id: 'SUP-1', sku: 'A#1', mpn: 'M', product_name: 'Laptop', manufacturer: 'Apple' },
  ...{ category_id: 'UNSPSC#1', unit: 'Each', delivery_time: 4, contract_agreement: contract, available_units: 4 },
  ...{ digest: 'd', catalog_at: 1000, price_at: 1000, availability_at: 1000, last_change: 'catalog', version: 1 },
};
const next = (more: Partial<SupplierProduct>) => ({ ...product, version: 2, ...more });
const item = (one: SupplierProduct) => itemOf(saveNextProduct(one));
const cheaper = { ...contract, negotiated_price_minor: 39_950 };

describe('the events of a product', () => {
  it('tell a new price', () => {
    const after = next({ last_change: 'price', contract_agreement: cheaper, price_at: 5_000_999 });
    expect(eventsOf(item(product), item(after))).toEqual([
      {
        event_id: 'supplier_product:org_1:SUP-1#A#1:2:procurement.product.price_changed',
        event_type: 'procurement.product.price_changed',
        schema_version: 1,
        occurred_at: 5000,
        org_id: 'org_1',
        subject: { entity: 'supplier_product', id: 'SUP-1#A#1', version: 2 },
        destinations: [],
        data: { supplier_id: 'SUP-1', sku: 'A#1', price_minor: 39_950, currency: 'USD' },
      },
    ]);
  });

  it('are none for availability, which does not even reach the relay', () => {
    const after = item(next({ last_change: 'availability', available_units: 0, availability_at: 7000 }));
    expect(eventsOf(item(product), after)).toEqual([]);
    expect(isRelayed(after)).toBe(false);
  });

  it('are none for what a catalog creates or changes, which does not even reach the relay', () => {
    expect(eventsOf(undefined, item(product))).toEqual([]);
    const changed = item(next({ contract_agreement: cheaper, available_units: 1 }));
    expect(eventsOf(item(product), changed)).toEqual([]);
    expect([item(product), changed].map(isRelayed)).toEqual([false, false]);
  });

  it('are none for a repeated image', () => {
    const after = item(next({ last_change: 'price', contract_agreement: cheaper }));
    expect(eventsOf(after, after)).toEqual([]);
    expect(eventsOf(undefined, after)).toEqual([]);
  });
});

describe('the event of a catalog', () => {
  const imported = itemOf(
    saveImported({
      ...{ org_id: 'org_1', supplier_id: 'SUP-1', import_id: 'imp_1', document: 2 },
      ...{ third_party_import_id: null, changed: 998, failed: 2, accepted_at: 1_795_305_600_500 },
    }),
  );

  it('tells that it is applied, once', () => {
    expect(eventsOf(undefined, imported)).toEqual([
      {
        event_id: 'supplier_document:imp_1:2:1:procurement.catalog.imported',
        event_type: 'procurement.catalog.imported',
        schema_version: 1,
        occurred_at: 1_795_305_600,
        org_id: 'org_1',
        subject: { entity: 'supplier_document', id: 'imp_1:2', version: 1 },
        destinations: [],
        data: { supplier_id: 'SUP-1', third_party_import_id: null, changed: 998, failed: 2 },
      },
    ]);
    expect(eventsOf(imported, { ...imported, write_id: 'again' })).toEqual([]);
  });

  it('is of a record that expires after a month', () => {
    expect(imported.expires_at).toBe(1_795_305_600 + 30 * 86_400);
  });
});
