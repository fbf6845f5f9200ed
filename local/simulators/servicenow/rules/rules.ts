import type { Database } from '../database.ts';
import type { Values } from '../fields.ts';
import type { ServiceNowSettings } from '../settings.ts';

export interface Instance {
  readonly database: Database;
  readonly settings: ServiceNowSettings;
}

/** What the business demands of a kind of document beyond its fields. A value that is not valid is undefined here. */
export interface Rules {
  /** Messages about the document as a whole. */
  readonly header?: (instance: Instance, header: Values, items: readonly Values[]) => readonly string[];
  readonly item?: (instance: Instance, header: Values, item: Values) => readonly string[];
  /** Whether good items are applied although others fail (servicenow 19). */
  readonly byItem?: boolean;
  readonly apply: (instance: Instance, header: Values, items: readonly Values[]) => void;
}
