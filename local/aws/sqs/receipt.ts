import { randomUUID } from 'node:crypto';
import { AwsError } from '../service.ts';

/** A new handle for one receive of a message. */
export function receiptHandle(queueName: string, sequence: number): string {
  return Buffer.from(`${queueName}:${sequence}:${randomUUID()}`).toString('base64');
}

/** The message that a handle was made for; a handle of another queue, or none at all, is refused. */
export function sequenceOf(handle: string, queueName: string): number {
  const [name, sequence] = Buffer.from(handle, 'base64').toString().split(':');
  if (name === queueName && /^\d+$/.test(sequence ?? '')) return Number(sequence);
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  throw new AwsError('ReceiptHandleIsInvalid', message, 404);
}
