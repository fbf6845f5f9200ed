import type { CallContext } from '../sync/call-context.ts';
import type { IntegrationLimits } from '../sync/integration-state.ts';
import type { RecordResult } from './job.ts';
import type { PulledBudget, PulledOrder, PulledProduct, PulledVendor } from './records.ts';
import type { PullScope } from './scopes.ts';

/** Where a pull is. Cursor and `since` are the partner's own words. */
export interface PullPosition {
  readonly orgId: string;
  /** The `next` of the page before; undefined for the first page of a job. */
  readonly cursor: string | undefined;
  /** The `since` of the last complete pull. */
  readonly since: string | undefined;
}

/** A record that could not be read: it is counted and named, and stops nobody. */
export interface UnreadableRecord {
  readonly record: string;
  readonly code: string;
  readonly message: string;
}

export interface PullPage<Pulled> {
  readonly records: readonly Pulled[];
  readonly unreadable?: readonly UnreadableRecord[];
  /** Where the next page begins; undefined after the last one. */
  readonly next?: string | undefined;
  /** On the last page: where the next pull of changes begins. */
  readonly since?: string | undefined;
}

/**
 * Reads one page of a partner's records by their key, never by a count of records that may change meanwhile. Throws
 * RetryableError, PermanentError for what ends the scope, or IntegrationError.
 */
export type Pull<Pulled> = (position: PullPosition, context: CallContext) => Promise<PullPage<Pulled>>;

/** Brings what is stored to a page of records by the hub's own rules; one result per record. */
export type Apply<Pulled> = (orgId: string, records: readonly Pulled[], nowMs: number) => Promise<RecordResult[]>;

/** A scope of a partner: reads a page, and then applies it. */
export interface ScopePull {
  read(
    position: PullPosition,
    context: CallContext,
  ): Promise<Pick<PullPage<unknown>, 'next' | 'since'> & { apply(nowMs: number): Promise<RecordResult[]> }>;
}

/** The pull of a scope with the rule that applies its records. */
export function scopePull<Pulled>(pull: Pull<Pulled>, apply: Apply<Pulled>): ScopePull {
  return {
    async read(position, context) {
      const { records, unreadable = [], next, since } = await pull(position, context);
      return {
        next,
        since,
        async apply(nowMs) {
          const applied = records.length > 0 ? await apply(position.orgId, records, nowMs) : [];
          return [...applied, ...unreadable.map((one) => ({ kind: 'failed', ...one }) as const)];
        },
      };
    },
  };
}

/** A partner as the pull machine sees it. */
export interface PullPort {
  readonly scopes: Readonly<Record<PullScope, ScopePull>>;
  /** Throws IntegrationError for an integration that can't be used. */
  limitsOf(orgId: string): Promise<IntegrationLimits>;
}

/** A partner's pulls, each to be joined with the rule that applies its records. */
export interface PartnerPulls extends Pick<PullPort, 'limitsOf'> {
  readonly vendors: Pull<PulledVendor>;
  readonly budgets: Pull<PulledBudget>;
  readonly purchase_orders: Pull<PulledOrder>;
  readonly catalogs: Pull<PulledProduct>;
}
