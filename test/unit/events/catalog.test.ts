import { describe, expect, it } from '@jest/globals';
import { HubEventSchema, subjectOf } from '../../../events/event.ts';
import { EVENT_EXAMPLES } from '../../../events/examples.ts';
import { EVENT_TYPES } from '../../../events/names.ts';

const order = { entity: 'purchase_order', id: 'po_2kNpL7mS9wYrQ4' };
/** By the second part of an event's type. */
const SUBJECTS: Readonly<Record<string, object>> = {
  request: { entity: 'procurement_request', id: 'proc_9xKpQ2mR4wVbN3' },
  order,
  sync: order,
  integration: { entity: 'integration_state', id: 'sap' },
  erp_sync: { entity: 'erp_sync_job', id: 'sync_4kPmN8rT2wXq' },
  subscription: { entity: 'subscription' },
  delivery: { entity: 'delivery' },
};

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
