import type { DocumentOutcome } from '../domain/spendint/outcome.ts';

/** A call of a supplier that was accepted: from whom, and when. Its documents are applied at once or later, by the same code. */
export interface AcceptedCall {
  readonly orgId: string;
  readonly supplierId: string;
  /** Names the call; a repeated message has the same one. */
  readonly importId: string;
  /** Unix milliseconds. Of two calls for one product, the one that was accepted last counts. */
  readonly acceptedAtMs: number;
}

/** Which entries of a document to apply, and how long. */
export interface Part {
  /** Index of the first product. Acknowledgements, shipments and invoices are applied whole. */
  readonly from: number;
  /** Whether there is time for another hundred products. */
  readonly hasTime: () => boolean;
}

/** What applying a part of a document led to. */
export interface AppliedPart {
  /** With the failures of this part alone. */
  readonly outcome: DocumentOutcome;
  /** The same failures by the hundred products that they are of: a repetition may end elsewhere, and records each once all the same. */
  readonly chunks?: readonly { readonly product: number; readonly outcome: DocumentOutcome }[];
  /** The product to go on with, when time ran out. */
  readonly next: number | undefined;
  /** The products that this part has changed; of a catalog, also those that the same call had changed before it was repeated. */
  readonly changed: number;
  /** Whether what failed may succeed in a moment: the order is not ordered yet, say, because its acknowledgement is on its way. */
  readonly mayPass: boolean;
}
