import type { SyncStore } from '../sync/sync-store.ts';
import type { Job } from './job.ts';
import type { PullPort } from './puller.ts';
import type { PullScope } from './scopes.ts';

/** A scope that a job has read to its end. */
export interface PulledScope {
  readonly scope: PullScope;
  readonly seen: number;
  readonly since: string | undefined;
}

/** The pull machine's view of the table. */
export interface PullStore extends Pick<SyncStore<never>, 'loadIntegration' | 'saveIntegration'> {
  loadJob(orgId: string, id: string): Promise<Job | undefined>;
  /**
   * Saves the job, on condition that it has not changed since `seen` was read, and in the same transaction what it has
   * learned, and the end of its lock when it has ended. Returns whether it did save.
   */
  saveJob(seen: Job, next: Job, pulled?: PulledScope): Promise<boolean>;
  /** Where the last complete pull of the scope ended. */
  loadSince(job: Job, scope: PullScope): Promise<string | undefined>;
}

export interface PullMachineOptions {
  readonly port: PullPort;
  readonly store: PullStore;
  readonly clock: () => number;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  readonly newLeaseOwner: () => string;
}
