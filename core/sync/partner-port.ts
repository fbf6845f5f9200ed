import type { ProcurementRequest } from '../domain/procurement-request.ts';
import type { Partner } from './partners.ts';

export interface PartnerDocument {
  readonly id: string;
}

export interface PreparedOrder {
  /** How long the partner may still work on a create that was cut off, in milliseconds; more than 0. */
  readonly inDoubtMs: number;
  /** Finds the order by the reference planted in it; absent for a partner that can't be searched. */
  find?(): Promise<PartnerDocument | undefined>;
  create(): Promise<PartnerDocument>;
}

export interface PortEnvironment {
  readonly loadSettings: (orgId: string) => Promise<unknown>;
  readonly readSecret: (orgId: string, options: { readonly fresh: boolean }) => Promise<string>;
  readonly clock: () => number;
}

/** A partner as the sync machine sees it. Calls throw RetryableError or PermanentError; any other error is a defect. */
export interface PartnerPort {
  readonly partner: Partner;
  /** Throws PermanentError naming the setting or mapping that is missing. */
  prepareOrder(request: ProcurementRequest): Promise<PreparedOrder>;
  poNumber(document: PartnerDocument): string;
}
