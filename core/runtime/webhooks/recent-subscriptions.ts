import { RECENT_MS } from '../../store/recent-items.ts';
import { querySubscriptions } from '../../store/subscriptions.ts';
import type { Table } from '../../store/table.ts';
import type { Subscription } from '../../webhooks/subscription.ts';

/** Organizations' subscriptions as an execution environment remembers them (ADR 11). Most organizations have none. */
export interface RecentSubscriptions {
  /** The organization's subscriptions, some seconds old at most. */
  of(orgId: string): Promise<readonly Subscription[]>;
  forget(orgId: string): void;
}

const MAX_REMEMBERED = 1000;

export function recentSubscriptions(table: Table, clock: () => number): RecentSubscriptions {
  const remembered = new Map<string, { readonly found: Promise<readonly Subscription[]>; readonly until: number }>();
  return {
    of(orgId) {
      const known = remembered.get(orgId);
      if (known && known.until > clock()) return known.found;
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      const found = querySubscriptions(table, orgId);
      remembered.set(orgId, { found, until: clock() + RECENT_MS });
      found.catch(() => remembered.delete(orgId));
      return found;
    },
    forget: (orgId) => void remembered.delete(orgId),
  };
}
