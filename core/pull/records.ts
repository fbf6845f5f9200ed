import type { ErpOrderState } from '../domain/apply-erp-state.ts';

/** What ERPs tell, in the hub's words: every puller maps its partner's documents to these. */

export interface PulledVendor {
  /** The vendor's number at the partner. */
  readonly number: string;
  readonly name: string;
  readonly status: 'active' | 'blocked' | 'inactive';
  readonly website: string | null;
  readonly primary_contact_email: string | null;
}

/** A cost center's figures in a fiscal year, in minor units of `currency`. */
export interface PulledBudget {
  /** The hub's code. */
  readonly cost_center: string;
  readonly fiscal_year: number;
  readonly currency: string;
  /** Null where the ERP has no plan. */
  readonly planned_minor: number | null;
  readonly actual_minor: number;
  /** What orders that are not the hub's still commit. */
  readonly committed_elsewhere_minor: number;
}

export interface PulledOrder extends ErpOrderState {
  /** As the hub writes it: `PO-4500012847`. */
  readonly number: string;
}

export interface PulledProduct {
  /** The product's number at the partner. */
  readonly sku: string;
  readonly name: string;
  readonly product_group: string;
  readonly unit: string;
  readonly status: 'active' | 'inactive';
}
