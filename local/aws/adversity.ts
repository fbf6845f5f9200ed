import { createHash } from 'node:crypto';

/**
 * A bad day: what AWS permits and a machine of one's own never does. Each service asks for the one decision that concerns
 * it; on a normal day there is no object to ask.
 */
export interface Adversity {
  /** Whether the service throttles a function's call. */
  throttles(): boolean;
  /** Whether EventBridge fails an entry of PutEvents and accepts the others. */
  failsEntry(): boolean;
  /** The age of the state that an eventually consistent read of a table sees, in milliseconds. */
  readAgeMs(): number;
  /** The same for a read of an index. */
  indexAgeMs(): number;
  /** How long a transaction is ongoing before it is committed; other writers of its items meet it meanwhile. */
  transactionMs(): number;
  /** How long after its time TTL deletes an item. */
  expiryDelayMs(): number;
  /** One delay for each time that SQS delivers a message. */
  deliveryDelaysMs(): readonly [number, ...number[]];
  /** Whether a stream's processed batch is delivered again, and from which record on. */
  redeliversFrom(records: number): number | undefined;
  /** Whether an execution environment ends after an invocation. */
  recycles(): boolean;
  /** How far an execution environment's clock is off. */
  clockOffsetMs(): number;
}

const THROTTLED = 0.02;
const FAILED_ENTRY = 0.1;
const OLD_READ = 0.5;
/** Indexes usually follow within a second: https://repost.aws/knowledge-center/dynamodb-missing-table-items-gsi */
const MAX_AGE_MS = 1_000;
const MAX_TRANSACTION_MS = 20;
/** AWS says days: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
const EXPIRY_DELAY_MS = 2 * 86_400_000;
const DELAYED = 0.5;
const MAX_DELAY_MS = 500;
const DUPLICATED = 0.2;
const MAX_DUPLICATE_DELAY_MS = 3_000;
const REDELIVERED = 0.1;
const RECYCLED = 0.05;
const MAX_CLOCK_OFFSET_MS = 2_000;

/** The bad day of a seed: the same calls in the same order meet the same decisions. */
export function createAdversity(seed: number): Adversity {
  /** Each kind of decision has numbers of its own, whatever the services ask in between. */
  function numbers(kind: string): () => number {
    let count = 0;
    return () => createHash('sha256').update(`${seed} ${kind} ${count++}`).digest().readUInt32BE() / 2 ** 32;
  }
  function chance(kind: string, probability: number): () => boolean {
    const next = numbers(kind);
    return () => next() < probability;
  }

  const [age, indexAge, transaction, delivery, redelivery, clock] = [
    numbers('age'),
    numbers('index age'),
    numbers('transaction'),
    numbers('delivery'),
    numbers('redelivery'),
    numbers('clock'),
  ];
  const readsOld = chance('old read', OLD_READ);
  const delays = chance('delayed', DELAYED);
  const duplicates = chance('duplicated', DUPLICATED);
  const redelivers = chance('redelivered', REDELIVERED);
  return {
    throttles: chance('throttled', THROTTLED),
    failsEntry: chance('failed entry', FAILED_ENTRY),
    readAgeMs: () => (readsOld() ? age() * MAX_AGE_MS : 0),
    indexAgeMs: () => indexAge() * MAX_AGE_MS,
    transactionMs: () => transaction() * MAX_TRANSACTION_MS,
    expiryDelayMs: () => EXPIRY_DELAY_MS,
    deliveryDelaysMs: () => [
      delays() ? delivery() * MAX_DELAY_MS : 0,
      ...(duplicates() ? [delivery() * MAX_DUPLICATE_DELAY_MS] : []),
    ],
    redeliversFrom: (records) => (redelivers() ? Math.floor(redelivery() * records) : undefined),
    recycles: chance('recycled', RECYCLED),
    clockOffsetMs: () => Math.round((2 * clock() - 1) * MAX_CLOCK_OFFSET_MS),
  };
}
