import type { ProcurementRequest } from '../domain/procurement-request.ts';
import type { Partner } from '../partners/names.ts';

/** A document at a partner, by the partner's own id. */
export interface PartnerDocument {
  readonly id: string;
}

/** One purchase order, ready to be brought to a partner: settings and mappings are resolved. */
export interface PreparedOrder {
  /**
   * Searches the partner for the order by the reference planted in it. Undefined means provably absent.
   * A partner that can't be searched leaves this out.
   */
  find?(): Promise<PartnerDocument | undefined>;
  /** Creates the order; the answer means that the partner has it. */
  create(): Promise<PartnerDocument>;
}

/** What the sync machine needs of a partner. Calls throw RetryableError or PermanentError, nothing else on purpose. */
export interface PartnerPort {
  readonly partner: Partner;
  /** How long the partner may still be at work on a call that was cut off, in milliseconds. */
  readonly settleMs: number;
  /** Throws PermanentError naming the setting or mapping that is missing. */
  prepareOrder(request: ProcurementRequest): Promise<PreparedOrder>;
  /** The partner's number as the request shows it. */
  poNumber(document: PartnerDocument): string;
}
