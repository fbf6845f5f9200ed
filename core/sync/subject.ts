/** The entities that are synced with partners. */
export type SubjectEntity = 'purchase_order';

/** What a partner is brought to the state of. */
export interface Subject {
  readonly org_id: string;
  readonly id: string;
  /** Counts the changes that partners must learn of; other changes leave it as it is. */
  readonly revision: number;
}
