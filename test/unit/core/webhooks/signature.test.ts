import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { payloadOf } from '../../../../core/webhooks/message.ts';
import { signedHeaders } from '../../../../core/webhooks/signature.ts';
import { newSecret, rotated, type SigningKeys, signingSecrets } from '../../../../core/webhooks/signing-keys.ts';
import { HubEventSchema } from '../../../../events/event.ts';
import { EVENT_EXAMPLES } from '../../../../events/examples.ts';

const [first, second, third] = [newSecret(), newSecret(), newSecret()];
const HOUR = 3_600_000;

function isAccepted(secret: string, payload: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(payload, headers);
    return true;
  } catch {
    return false;
  }
}

describe('a signed message', () => {
  const payload = '{"type":"x"}';
  const headers = signedHeaders('dlv_1', payload, [first, second], Date.now());

  it('is accepted by the official library with each secret that signs', () => {
    expect([first, second, third].map((secret) => isAccepted(secret, payload, headers))).toEqual([true, true, false]);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  });

  it('is rejected when its body, its id or its time is another', () => {
    expect(isAccepted(first, `${payload} `, headers)).toBe(false);
    expect(isAccepted(first, payload, { ...headers, 'webhook-id': 'dlv_2' })).toBe(false);
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(isAccepted(first, payload, { ...headers, 'webhook-timestamp': later })).toBe(false);
    expect(isAccepted(first, payload, signedHeaders('dlv_1', payload, [first], Date.now() - HOUR))).toBe(false);
  });

  it('is accepted whatever its body', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const body = JSON.stringify({ text });
        expect(isAccepted(first, body, signedHeaders('dlv_1', body, [first], Date.now()))).toBe(true);
      }),
    );
  });
});

describe('the body of a message', () => {
  it('has the type, the time and the data of Standard Webhooks, with the ids of the event', () => {
    const event = HubEventSchema.parse(EVENT_EXAMPLES['procurement.request.rejected'].good);
    expect(JSON.parse(payloadOf(event))).toEqual({
      type: 'procurement.request.rejected',
      timestamp: '2024-02-24T00:05:00.000Z',
      data: {
        requester_id: 'usr_7nLsW8kF9xYt',
        event_id: event.event_id,
        org_id: event.org_id,
        subject: event.subject,
      },
    });
  });
});

describe('the keys of a subscription', () => {
  const keys: SigningKeys = [{ secret: first, until: null }];

  it('sign together until the overlap of a rotation ends', () => {
    const next = rotated(keys, second, HOUR, 1000);
    expect(signingSecrets(next, 1000 + HOUR - 1)).toEqual([second, first]);
    expect(signingSecrets(next, 1000 + HOUR)).toEqual([second]);
  });

  it('end with the shorter overlap of two rotations, and at once without one', () => {
    const next = rotated(rotated(keys, second, HOUR, 0), third, 2 * HOUR, 0);
    expect(signingSecrets(next, HOUR - 1)).toEqual([third, second, first]);
    expect(signingSecrets(next, HOUR)).toEqual([third, second]);
    expect(rotated(next, first, 0, 0)).toEqual([{ secret: first, until: null }]);
  });

  it('are five at most, the newest', () => {
    let next = keys;
    for (let count = 0; count < 9; count++) next = rotated(next, `s${count}`, HOUR, 0);
    expect(signingSecrets(next, 0)).toEqual(['s8', 's7', 's6', 's5', 's4']);
  });
});
