/** Messages of Standard Webhooks 1.0. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */

/** The type of the message that a person sends to try a subscription; no event of the hub has it. */
export const TEST_MESSAGE_TYPE = 'procurement.subscription.test';

export interface MessageSource {
  readonly event_id: string;
  readonly event_type: string;
  /** Unix seconds. */
  readonly occurred_at: number;
  readonly org_id: string;
  readonly subject: { readonly entity: string; readonly id: string; readonly version: number };
  readonly data: Readonly<Record<string, unknown>>;
}

/** The body of an event's message: ids and codes, never texts. */
export function payloadOf({ event_id, event_type, occurred_at, org_id, subject, data }: MessageSource): string {
  return JSON.stringify({
    type: event_type,
    timestamp: new Date(occurred_at * 1000).toISOString(),
    data: { ...data, event_id, org_id, subject },
  });
}
