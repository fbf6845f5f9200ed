import { describe, expect, it } from '@jest/globals';
import { urlRules } from '../../../../core/partners/addresses.ts';
import { type PartnerRequest, sendRequest } from '../../../../core/partners/http.ts';
import { type CountingContext, createCallContext } from '../../../../core/sync/call-context.ts';
import { RetryableError } from '../../../../core/sync/errors.ts';
import { type PartnerReply, partnerServer } from '../../support/partner-server.ts';

const partner = partnerServer();
const TIMEOUT_MS = 10_000;

/** An attempt with this time left. */
function attempt(remainingMs: number): CountingContext {
  const now = Date.now();
  return { ...createCallContext(now + remainingMs, () => now), requests: 0 };
}

function send(context: CountingContext, request: Omit<PartnerRequest, 'url'>) {
  return sendRequest(
    { partner: 'sap', urls: urlRules(['http:']), timeoutMs: TIMEOUT_MS, context },
    { url: partner.url(), ...request },
  );
}

describe('a request to a partner', () => {
  it.each(['POST', 'PATCH', 'DELETE'] as const)(
    'is not sent as %s when less time is left than its response may take',
    async (method) => {
      partner.reply(() => ({ status: 200 }));
      const context = createCallContext(Date.now() + TIMEOUT_MS - 1, Date.now);
      const sent = send(context, { method });
      await expect(sent).rejects.toBeInstanceOf(RetryableError);
      await expect(sent).rejects.toMatchObject({ code: 'sync.out_of_time', effect: 'none', partnerDown: false });
      expect(partner.calls).toEqual([]);
      expect(context.requests).toBe(0);
    },
  );

  it('is sent as a write while its whole time is left', async () => {
    partner.reply(() => ({ status: 204 }));
    expect(await send(attempt(TIMEOUT_MS), { method: 'PATCH' })).toMatchObject({ status: 204, text: '' });
  });

  it.each<Omit<PartnerRequest, 'url'>>([{ method: 'GET' }, { method: 'POST', effect: 'none' }])(
    'is sent with little time left when it changes nothing: %j',
    async (request) => {
      partner.reply(() => ({ status: 200 }));
      await expect(send(attempt(1_000), request)).resolves.toMatchObject({ status: 200 });
      await expect(send(attempt(0), request)).rejects.toMatchObject({ code: 'sync.out_of_time' });
      expect(partner.calls).toHaveLength(1);
    },
  );

  it('ends with the attempt', async () => {
    partner.reply(() => 'silence');
    const startedAt = Date.now();
    const context = createCallContext(startedAt + 50, Date.now);
    await expect(send(context, { method: 'GET' })).rejects.toMatchObject({ code: 'sap.unreachable', effect: 'none' });
    expect(Date.now() - startedAt).toBeLessThan(TIMEOUT_MS / 2);
  });

  it('counts against the partner’s rate, also when it fails', async () => {
    const replies: PartnerReply[] = [{ status: 200 }, { status: 500 }, 'reset'];
    partner.reply(() => replies.shift() ?? 'reset');
    const context = createCallContext(Date.now() + 2 * TIMEOUT_MS, Date.now);
    await send(context, { method: 'GET' });
    await send(context, { method: 'POST' });
    await expect(send(context, { method: 'POST' })).rejects.toMatchObject({ effect: 'unknown' });
    expect(context.requests).toBe(3);
  });
});
