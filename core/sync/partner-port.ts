import type { CallContext } from './call-context.ts';
import type { IntegrationLimits } from './integration-state.ts';
import type { MappingKey, Mappings } from './mappings.ts';
import type { Partner } from './partners.ts';
import type { Subject, SubjectEntity } from './subject.ts';

export interface PartnerDocument {
  readonly id: string;
}

/** What the hub knows of a subject at a partner. */
export interface Known {
  readonly document: PartnerDocument | undefined;
  /** The revision that the partner has; undefined before the first. */
  readonly revision: number | undefined;
  /** Where a flow of many steps continues. */
  readonly cursor: string | undefined;
  /** The intent of the step whose outcome is unknown. */
  readonly inDoubt: string | undefined;
  /** The document that a person named and that is not checked yet. */
  readonly linked: PartnerDocument | undefined;
}

/** What a call led to: the partner is up to date, more steps follow, or the partner works and is asked again later. */
export type Step =
  | { readonly kind: 'done' | 'step'; readonly document?: PartnerDocument; readonly cursor?: string }
  | {
      readonly kind: 'poll';
      readonly document?: PartnerDocument;
      readonly cursor?: string;
      readonly afterMs: number;
    };

/** The next step at the partner. */
export interface Work {
  /** Names the step and is recorded before the call: `create`, `change to revision 3`, `cancel`, `page 3`. */
  readonly intent: string;
  readonly limits: IntegrationLimits;
  /** The step's result if it has happened already; undefined: provably not. Absent where the partner can't be searched. */
  look?(context: CallContext): Promise<Step | undefined>;
  act(context: CallContext): Promise<Step>;
}

/** What a partner's integrations are opened with. */
export interface PartnerEnvironment {
  readonly loadSettings: (orgId: string) => Promise<unknown>;
  readonly readSecret: (orgId: string, options: { readonly fresh: boolean }) => Promise<string>;
  /** The protocols that partner URLs may have, such as `https:`. */
  readonly protocols: readonly string[];
  readonly clock: () => number;
}

export interface PortEnvironment extends PartnerEnvironment {
  /** The mappings of the keys that exist, as they are now. */
  readonly loadMappings: (orgId: string, keys: readonly MappingKey[]) => Promise<Mappings>;
}

/**
 * A partner as the sync machine sees it. Calls throw RetryableError, PermanentError or IntegrationError; any other error
 * is a defect.
 */
export interface PartnerPort<S extends Subject> {
  readonly partner: Partner;
  readonly flow: string;
  readonly entity: SubjectEntity;
  /**
   * The next step, without calling the partner; undefined when the partner is up to date. While a step is in doubt, it is
   * the work that can look for it, even if the subject no longer needs it.
   */
  plan(subject: S, known: Known): Promise<Work | undefined>;
  /** The subject with what the document tells, at `now` in Unix seconds; undefined when that is nothing new. */
  learned?(subject: S, document: PartnerDocument, now: number): S | undefined;
}
