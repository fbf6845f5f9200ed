import { describe, expect, it } from '@jest/globals';
import { Meter } from '../../../../local/aws/meter.ts';

describe('the meter', () => {
  it('totals the usage of each caller until it is reset', () => {
    const meter = new Meter();
    meter.record({ name: 'api' }, 'dynamodb', 'PutItem', { writeUnits: 2 });
    meter.record({ name: 'api' }, 'dynamodb', 'PutItem', { writeUnits: 3 });
    meter.record({ name: 'relay' }, 'events', 'PutEvents');
    const report = meter.report();
    expect(report).toEqual({
      api: { dynamodb: { PutItem: { requests: 2, writeUnits: 5 } } },
      relay: { events: { PutEvents: { requests: 1 } } },
    });
    meter.reset();
    expect(meter.report()).toEqual({});
    expect(report.api).toBeDefined();
  });
});
