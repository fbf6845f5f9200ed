import type { IntegrationState } from './integration-state.ts';
import type { PartnerPort } from './partner-port.ts';
import type { Subject } from './subject.ts';
import type { SyncRecord } from './sync-record.ts';

export interface Synced<S extends Subject> {
  readonly subject: S;
  readonly record: SyncRecord;
}

/** The machine's view of the table. Each save is conditional on what was read and returns whether it did save. */
export interface SyncStore<S extends Subject> {
  load(orgId: string, subjectId: string): Promise<Synced<S> | undefined>;
  saveRecord(seen: SyncRecord, next: SyncRecord): Promise<boolean>;
  /** Saves the record and, in the same transaction, what the subject learned and what follows from it. */
  saveLearned(seen: Synced<S>, next: SyncRecord, learned: S): Promise<boolean>;
  loadIntegration(orgId: string): Promise<IntegrationState>;
  saveIntegration(orgId: string, seen: IntegrationState, next: IntegrationState): Promise<boolean>;
}

export interface SyncMachineOptions<S extends Subject> {
  readonly port: PartnerPort<S>;
  readonly store: SyncStore<S>;
  readonly clock: () => number;
  readonly random: () => number;
  readonly newLeaseOwner: () => string;
}
