import { describe, expect, it } from '@jest/globals';
import { HubEventSchema, subjectOf } from '../../../events/event.ts';
import { EVENT_EXAMPLES } from '../../../events/examples.ts';
import { EVENT_TYPES, PUBLIC_EVENT_TYPES } from '../../../events/names.ts';

const order = { entity: 'purchase_order', id: 'po_2kNpL7mS9wYrQ4' };
/** By the second part of an event's type. */
const SUBJECTS: Readonly<Record<string, object>> = {
  request: { entity: 'procurement_request', id: 'proc_9xKpQ2mR4wVbN3' },
  order,
  catalog: { entity: 'supplier_document', id: 'imp_7kRtW3nQ8mVx:0' },
  product: { entity: 'supplier_product', id: 'SUP-123456#55788741' },
  sync: order,
  integration: { entity: 'integration_state', id: 'sap' },
  erp_sync: { entity: 'erp_sync_job', id: 'sync_4kPmN8rT2wXq' },
  subscription: { entity: 'subscription' },
  delivery: { entity: 'delivery' },
};

it('offers organizations neither what only wakes a consumer nor what suppliers change all day', () => {
  expect(EVENT_TYPES.filter((type) => !PUBLIC_EVENT_TYPES.some((one) => one === type))).toEqual([
    'procurement.product.price_changed',
    'procurement.sync.became_due',
    'procurement.erp_sync.became_due',
    'procurement.delivery.became_due',
  ]);
});

describe.each(EVENT_TYPES)('the event %s', (type) => {
  const { good, bad, because } = EVENT_EXAMPLES[type];

  it('accepts its valid example and names what partners are brought to the state of', () => {
    const event = HubEventSchema.parse(good);
    expect(event).toEqual(good);
    expect(event.event_type).toBe(type);
    const [, about = ''] = type.split('.');
    expect(subjectOf(event)).toMatchObject(SUBJECTS[about] ?? { entity: 'in SUBJECTS' });
  });

  it('rejects its invalid example for the stated path', () => {
    const result = HubEventSchema.safeParse(bad);
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([because]);
  });
});
