/** A catalog that was applied. */
export interface CatalogRow {
  readonly mode: 'sync' | 'async';
  /** Which of the supplier's catalogs it was, from 1. */
  readonly catalog: number;
  readonly products: number;
  /** Until it was accepted, and until all of its products were applied. */
  readonly acceptedMs: number;
  readonly appliedMs: number;
  /** Per product. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Of what is metered, per million products. */
  readonly dollars: number;
}
