import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { parseInput } from '../parse-input.ts';
import { AwsError } from '../service.ts';
import type { BusEvent } from './definition.ts';
import { parseDetail } from './detail.ts';

/** All entries of a request together, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
const MAX_REQUEST_BYTES = 1_048_576;
/** EventBridge bills each started 64 KB of an event as one event. */
const BILLED_BYTES = 65_536;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const MAX_DETAIL_TYPE_LENGTH = 128;

const EntrySchema = z.object({
  EventBusName: z.string().default('default'),
  Source: z.string().default(''),
  DetailType: z.string().default(''),
  Detail: z.string().default(''),
  Resources: z.array(z.string()).default([]),
  /** Seconds since the epoch, as AWS JSON sends timestamps. */
  Time: z.number().optional(),
});
export type PutEventsEntry = z.infer<typeof EntrySchema>;

const PutEventsInput = z.object({ Entries: z.array(EntrySchema).min(1).max(10) });

/** The entries of a request. Throws when AWS rejects the request as a whole. */
export function readEntries(input: unknown): readonly PutEventsEntry[] {
  const { Entries } = parseInput(PutEventsInput, input);
  if (Entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > MAX_REQUEST_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return Entries;
}

export function billedEvents(entry: PutEventsEntry): number {
  return Math.ceil(entryBytes(entry) / BILLED_BYTES);
}

export function entryBytes({ Source, DetailType, Detail, Resources, Time }: PutEventsEntry): number {
  return Buffer.byteLength([Source, DetailType, Detail, ...Resources].join('')) + (Time === undefined ? 0 : 14);
}

/** The event that an entry describes. Throws when AWS rejects this entry alone. */
export function eventOf(entry: PutEventsEntry, now: number, account: string, region: string): BusEvent {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name] === '') throw invalidArgument(name, `${name} is a required argument.`);
  }
  if (entry.DetailType.length > MAX_DETAIL_TYPE_LENGTH) {
    throw invalidArgument('DetailType', `DetailType has more than ${MAX_DETAIL_TYPE_LENGTH} characters.`);
  }
  if (entry.Time !== undefined && Number.isNaN(new Date(entry.Time * 1000).getTime())) {
    throw invalidArgument('Time', 'Time is out of range.');
  }
  if (entry.Source.startsWith('aws.')) {
    throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType,
    source: entry.Source,
    account,
    time: eventTime(entry.Time === undefined ? now : entry.Time * 1000),
    region,
    resources: entry.Resources,
    detail: parseDetail(entry.Detail),
  };
}

function invalidArgument(name: string, reason: string): AwsError {
  return new AwsError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${reason}`);
}

/** Event times have no fractions of a second. */
export function eventTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
