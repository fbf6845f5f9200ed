import type { ProcurementRequest } from '../domain/procurement-request.ts';
import type { Partner } from './partners.ts';

/** A document at a partner, by the partner's own id. */
export interface PartnerDocument {
  readonly id: string;
}

/** A purchase order with its settings and mappings resolved, ready to be sent. */
export interface PreparedOrder {
  /**
   * Finds the order at the partner by the reference planted in it; undefined when the partner has none.
   * A partner that can't be searched leaves this out.
   */
  find?(): Promise<PartnerDocument | undefined>;
  /** Creates the order. When it resolves, the partner has the order. */
  create(): Promise<PartnerDocument>;
}

/** What a port reads: organizations' settings and secrets, and the time. */
export interface PortEnvironment {
  /** The stored settings of an organization's integration; undefined when it is not enabled. */
  readonly loadSettings: (orgId: string) => Promise<unknown>;
  /** The text of an organization's secret; `fresh` bypasses the cache. */
  readonly readSecret: (orgId: string, options: { readonly fresh: boolean }) => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What the sync machine needs of a partner. Every call throws RetryableError or PermanentError; any other error is a defect. */
export interface PartnerPort {
  readonly partner: Partner;
  /** How long the partner may still work on a call that was cut off, in milliseconds. */
  readonly settleMs: number;
  /** Throws PermanentError naming the setting or mapping that is missing. */
  prepareOrder(request: ProcurementRequest): Promise<PreparedOrder>;
  /** The partner's number as the request shows it. */
  poNumber(document: PartnerDocument): string;
}
