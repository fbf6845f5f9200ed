import { describe, expect, it } from '@jest/globals';
import { HubEventSchema, requestIdOf } from '../../../events/event.ts';
import { EVENT_EXAMPLES } from '../../../events/examples.ts';
import { EVENT_TYPES } from '../../../events/names.ts';

describe.each(EVENT_TYPES)('the event %s', (type) => {
  const { good, bad, because } = EVENT_EXAMPLES[type];

  it('accepts its valid example and names its request', () => {
    const event = HubEventSchema.parse(good);
    expect(event).toEqual(good);
    expect(event.event_type).toBe(type);
    expect(requestIdOf(event)).toBe('proc_9xKpQ2mR4wVbN3');
  });

  it('rejects its invalid example for the stated path', () => {
    const result = HubEventSchema.safeParse(bad);
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([because]);
  });
});
