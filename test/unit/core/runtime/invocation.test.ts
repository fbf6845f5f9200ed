import { describe, expect, it } from '@jest/globals';
import { createInvocationHandler } from '../../../../core/runtime/invocation.ts';
import { invocation } from '../../support/invocation.ts';
import { captureLogs } from '../../support/logs.ts';

const logs = captureLogs();

describe('an invocation', () => {
  it('returns the result of its event and the time that it has', async () => {
    const handler = createInvocationHandler(async (event, remainingMs) => ({ event, remainingMs }));
    expect(await handler({ org_id: 'org_1' }, invocation({ remainingMs: 12_000 }))).toEqual({
      event: { org_id: 'org_1' },
      remainingMs: 12_000,
    });
    expect(logs.lines()).toEqual([]);
  });

  it('fails with its error in the log', async () => {
    const handler = createInvocationHandler(() => Promise.reject(new Error('No table')));
    await expect(handler({}, invocation())).rejects.toThrow('No table');
    expect(logs.lines()).toMatchObject([
      { level: 'ERROR', message: 'Invocation failed', request_id: 'req-lambda', error: { message: 'No table' } },
    ]);
  });
});
