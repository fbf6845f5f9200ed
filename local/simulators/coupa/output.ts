import { ownOf } from '../entity.ts';
import type { VendorCall } from '../vendor-api.ts';
import { type Document, dashed, isDocument, isList, type Json } from './document.ts';
import { invalid } from './errors.ts';
import type { CoupaSettings } from './settings.ts';

/** Parameters that shape what is returned; `exported` of an update is read by its route. */
export const OUTPUT_OPTIONS = ['fields', 'filter', 'show-deleted-lines'];

/** How a call wants its documents. Read before the call's work, so that it refuses in time. */
export interface Output {
  readonly showsDeletedLines: boolean;
  readonly shape: (document: Document) => Document;
}

/** coupa 18, 20, 32. */
export function readOutput(object: string, { parameters }: VendorCall, settings: CoupaSettings): Output {
  const options = new Map([...parameters].map(([name, value]) => [dashed(name), value]));
  const deleted = options.get('show-deleted-lines') ?? 'false';
  if (deleted !== 'true' && deleted !== 'false') throw invalid(object, ['show_deleted_lines is invalid']);
  const fields = options.get('fields');
  const filter = ownOf(settings.current.apiFilters, options.get('filter') ?? '');
  const spec = fields === undefined ? filter : readSpec(fields);
  if (spec === null) throw invalid(object, ['fields is invalid']);
  return {
    showsDeletedLines: deleted === 'true',
    shape: (document) => (spec ? project(document, spec) : document),
  };
}

/** Null when it is not a JSON list of names and objects. */
function readSpec(fields: string): readonly unknown[] | null {
  try {
    const spec: unknown = JSON.parse(fields);
    return Array.isArray(spec) && spec.every((one) => typeof one === 'string' || isDocument(one)) ? spec : null;
  } catch {
    return null;
  }
}

/** The fields that a list such as `["id", {"order_lines": ["id"]}]` names, in its order. */
function project(document: Document, spec: readonly unknown[]): Document {
  const names = spec.flatMap((one): [string, unknown][] =>
    Object.entries(typeof one === 'string' ? { [one]: {} } : Object(one)),
  );
  const fields = names.flatMap(([key, inner]) => {
    const value = ownOf(document, dashed(key));
    const shown = Array.isArray(inner) ? projectEach(value, inner) : value;
    return shown === undefined ? [] : [[dashed(key), shown] as const];
  });
  return Object.fromEntries(fields);
}

function projectEach(value: Json | undefined, spec: readonly unknown[]): Json | undefined {
  if (isList(value)) return value.map((each) => projectEach(each, spec) ?? null);
  return isDocument(value) ? project(value, spec) : value;
}
