import type { PartnerEnvironment } from '../sync/partner-port.ts';

/** What pullers ask of the hub beside settings and secrets. */
export interface PullEnvironment extends PartnerEnvironment {
  /** The cost centers that are mapped, by the hub's code in its order, with the partner's. */
  costCenters(orgId: string): Promise<readonly MappedCostCenter[]>;
  /** The organization's fiscal year at a time. */
  fiscalYear(orgId: string, nowMs: number): Promise<number>;
  /** Of these order numbers, as the hub writes them, those of the hub's own orders. */
  ownOrders(orgId: string, numbers: readonly string[]): Promise<ReadonlySet<string>>;
  /** The ids of the hub's orders whose sync is not settled: the partner may have one that the hub has no number of. */
  unsettledOrders(orgId: string): Promise<readonly string[]>;
}

export interface MappedCostCenter {
  readonly code: string;
  readonly value: string;
}
