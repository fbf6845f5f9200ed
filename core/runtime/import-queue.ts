import * as z from 'zod/mini';
import { KINDS } from '../domain/spendint/document.ts';
import type { ClaimCheck } from './claim-check.ts';
import type { Sqs } from './sqs.ts';

/** The queue of what suppliers post in asynchronous mode: its messages are the record of what was accepted (ADR 15). */

/** A call, and how far it has been applied. */
export const ImportMessageSchema = z.object({
  org_id: z.string(),
  supplier_id: z.string(),
  kind: z.enum(KINDS),
  import_id: z.string(),
  accepted_at_ms: z.int(),
  /** The body of the call, or the object of the bucket that is the body. */
  content: z.union([z.object({ text: z.string() }), z.object({ object: z.string() })]),
  position: z.object({ document: z.int(), product: z.int(), changed: z.int(), failed: z.int() }),
  /** How often it has waited for what it refers to. */
  tries: z.int(),
});
export type ImportMessage = z.infer<typeof ImportMessageSchema>;

/** A larger message has its body in the bucket. SQS bills each 64 KB, and its limit is 1 MiB. */
const MAX_BYTES = 200_000;

export interface ImportQueue {
  /** Returns when the call is safe: a body that does not fit is in the bucket before its message is sent. */
  accept(call: Omit<ImportMessage, 'content'>, text: string): Promise<void>;
  /** Sends the rest of a call, to be delivered after a delay. */
  goOn(message: ImportMessage, delaySeconds: number): Promise<void>;
}

export function createImportQueue(queueUrl: string, sqs: Sqs, bodies: Pick<ClaimCheck, 'put'>): ImportQueue {
  const send = async (body: string, DelaySeconds: number): Promise<void> => {
    await sqs.sendMessage({ QueueUrl: queueUrl, MessageBody: body, ...(DelaySeconds > 0 && { DelaySeconds }) });
  };
  return {
    async accept(call, text) {
      const body = toText({ ...call, content: { text } });
      if (Buffer.byteLength(body) <= MAX_BYTES) return send(body, 0);
      const object = `${call.org_id}/${call.supplier_id}/${call.import_id}`;
      await bodies.put(object, text);
      await send(toText({ ...call, content: { object } }), 0);
    },
    goOn: (message, delaySeconds) => send(toText(message), delaySeconds),
  };
}

/** As JSON without the two characters beyond JSON's own escapes that SQS rejects. */
function toText(message: ImportMessage): string {
  return JSON.stringify(message).replace(/[\u{FFFE}\u{FFFF}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}
