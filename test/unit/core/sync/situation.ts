import { type IntegrationState, NEW_INTEGRATION_STATE } from '../../../../core/sync/integration-state.ts';
import type { MessageOutcome } from '../../../../core/sync/message-outcome.ts';
import { createSyncMachine } from '../../../../core/sync/sync-machine.ts';
import { newSyncRecord, type SyncRecord } from '../../../../core/sync/sync-record.ts';
import { linkRequested, notified, retryRequested, revised } from '../../../../core/sync/sync-requests.ts';
import type { SyncStore } from '../../../../core/sync/sync-store.ts';
import { Crash } from './calls.ts';
import { type PartnerOptions, scriptedPartner, type Thing, type World } from './scripted-partner.ts';

export const REMAINING_MS = 30_000;

/** One subject, its record, a partner that holds documents, and a clock that the test moves. */
export function situation(options: PartnerOptions = {}) {
  let dead = false;
  const world: World = {
    now: 1_771_920_000_000,
    deadline: 0,
    diesAtSave: false,
    crash() {
      dead = true;
      throw new Crash();
    },
    changeSubject(kind) {
      if (!subject.wanted) return;
      subject = { ...subject, revision: subject.revision + 1, wanted: kind === 'change' };
      record = { ...revised(record, subject.revision, world.now), version: record.version + 1 };
    },
  };
  let subject: Thing = { org_id: 'org_1', id: 'po_1', revision: 1, number: null, wanted: true };
  let record: SyncRecord = newSyncRecord(
    {
      org_id: 'org_1',
      partner: 'sap',
      flow: 'order',
      subject_entity: 'purchase_order',
      subject_id: 'po_1',
      request_id: 'proc_1',
      job_id: 'sync_1',
      revision: 1,
    },
    world.now,
  );
  let integration: IntegrationState = NEW_INTEGRATION_STATE;
  const { port, documents, calledOperations } = scriptedPartner(world, options);

  const store: SyncStore<Thing> = {
    load: async () => ({ subject, record }),
    async saveRecord(seen, next) {
      if (dead) throw new Crash();
      if (seen.version !== record.version) return false;
      if (world.diesAtSave && next.lease_owner === null) return world.crash();
      record = next;
      return true;
    },
    async saveLearned(seen, next, learned) {
      if (dead) throw new Crash();
      if (seen.record.version !== record.version || seen.subject !== subject) return false;
      if (world.diesAtSave) return world.crash();
      record = next;
      subject = learned;
      return true;
    },
    loadIntegration: async () => integration,
    async saveIntegration(_, seen, next) {
      if (seen.version !== integration.version) return false;
      integration = { ...next, version: seen.version + 1 };
      return true;
    },
  };

  let owners = 0;
  const synchronize = createSyncMachine({
    port,
    store,
    clock: () => world.now,
    random: () => 0.5,
    newLeaseOwner: () => `lease_${++owners}`,
  });

  return {
    documents,
    calledOperations,
    get subject() {
      return subject;
    },
    get record() {
      return record;
    },
    get integration() {
      return integration;
    },
    set integration(state: IntegrationState) {
      integration = state;
    },
    changeSubject: world.changeSubject,
    retry() {
      record = retryRequested(record, world.now);
    },
    link(id: string) {
      record = linkRequested(record, id, world.now);
    },
    pass(milliseconds: number) {
      world.now += milliseconds;
    },
    deliver(): Promise<MessageOutcome> {
      dead = false;
      world.diesAtSave = false;
      world.deadline = world.now + REMAINING_MS;
      return synchronize(subject.org_id, subject.id, REMAINING_MS);
    },
    /** Delivers the message as the queue does, until it is acknowledged. Returns the number of deliveries. */
    async settle(): Promise<number> {
      for (let deliveries = 1; deliveries < 1000; deliveries++) {
        const outcome = await this.deliver().catch((error) => {
          // The message becomes visible again after the consumer crashed.
          if (error instanceof Crash) return { kind: 'retry' as const, afterMs: 500 };
          throw error;
        });
        if (outcome.kind !== 'retry') return deliveries;
        world.now += outcome.afterMs;
      }
      throw new Error('the message was never acknowledged');
    },
    /** The sweep, when the record is due; its message is delivered. */
    async sweep(): Promise<void> {
      if (record.due_at === null) return;
      world.now = Math.max(world.now, record.due_at + 1);
      record = notified(record, world.now);
      await this.settle();
    },
  };
}
