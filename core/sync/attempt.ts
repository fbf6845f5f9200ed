import { unixSeconds } from '../domain/time.ts';
import type { PartnerResult } from './admission.ts';
import { afterError } from './after-error.ts';
import {
  type BegunAttempt,
  type Conclusion,
  doubtEnded,
  linked,
  outcomeUnknown,
  stillInDoubt,
  taken,
} from './conclusion.ts';
import type { Subject } from './subject.ts';
import { onlyLooks } from './sync-attempts.ts';
import type { SyncRecord } from './sync-record.ts';
import type { SyncMachineOptions } from './sync-store.ts';

const MAX_CONFLICTS = 20;

/** How an attempt has ended. */
export interface AttemptResult {
  /** The record as it was saved. */
  readonly next: SyncRecord;
  readonly result: PartnerResult;
  /** A failure of the hub, to be thrown once the attempt has ended. */
  readonly thrown?: unknown;
}

/** Runs one attempt under its lease and records what it led to. */
export async function runAttempt<S extends Subject>(
  options: SyncMachineOptions<S>,
  begun: BegunAttempt<S>,
): Promise<AttemptResult> {
  const conclusion = await takeStep(begun, options);
  const next = await saveConclusion(options, begun, conclusion);
  return { next, result: conclusion.result, thrown: conclusion.thrown };
}

async function takeStep(
  begun: BegunAttempt,
  options: Pick<SyncMachineOptions<Subject>, 'clock' | 'random'>,
): Promise<Conclusion> {
  let hasActed = false;
  try {
    const looked = await look(begun, options.clock);
    if (looked) return looked;
    hasActed = true;
    const step = await begun.work.act(begun.context);
    return begun.before.linked_document_id === null ? taken(step) : linked(begun, step);
  } catch (error) {
    return afterError(begun, error, hasActed, options);
  }
}

/** After an earlier attempt: the outcome if the step has happened, or if it is too early to act. */
async function look(begun: BegunAttempt, clock: () => number): Promise<Conclusion | undefined> {
  const { before, work, context } = begun;
  if (before.in_doubt) return resolveDoubt(begun, clock);
  if (before.intent !== work.intent || before.attempts === 0) return undefined;
  const found = await work.look?.(context);
  return found && taken(found);
}

async function resolveDoubt(begun: BegunAttempt, clock: () => number): Promise<Conclusion | undefined> {
  const { synced, before, work, context } = begun;
  if (before.linked_document_id !== null) return undefined;
  if (!work.look) return outcomeUnknown(begun);
  // Only a search that begins after the doubt proves that there is nothing: the call may take effect during a search.
  const mayStillTakeEffect = before.in_doubt_until > clock();
  const found = before.intent === work.intent ? await work.look(context) : undefined;
  if (found) return taken(found);
  if (mayStillTakeEffect) return stillInDoubt(begun, clock());
  return onlyLooks(before, work.intent, synced.subject.revision) ? doubtEnded(begun) : undefined;
}

/** Saves the outcome. Another writer may change subject or record meanwhile: the outcome is applied to what it left. */
async function saveConclusion<S extends Subject>(
  { port, store, clock }: SyncMachineOptions<S>,
  { synced }: BegunAttempt<S>,
  { proceed, step }: Conclusion,
): Promise<SyncRecord> {
  let seen = synced;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const next = proceed(seen.record, clock());
    const learned = step?.document && port.learned?.(seen.subject, step.document, unixSeconds(clock()));
    const saved = learned ? await store.saveLearned(seen, next, learned) : await store.saveRecord(seen.record, next);
    if (saved) return next;
    const latest = await store.load(synced.subject.org_id, synced.subject.id);
    if (latest?.record.lease_owner !== synced.record.lease_owner || latest === undefined) {
      throw new Error('The lease ended before the outcome was saved.');
    }
    seen = latest;
  }
  throw new Error('The outcome could not be saved: the subject keeps changing.');
}
