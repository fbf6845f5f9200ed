import type { Keys, Kind, Reading, Sender } from './document.ts';

/** What a call led to: the one source of the synchronous response and of the rows of the error tables (spendint 11, 12). */

/** One product or line that failed. Each message ends with a newline. */
export interface Failure {
  readonly keys: Keys;
  readonly error_message: string;
}

export interface DocumentOutcome {
  readonly kind: Kind;
  readonly sender: Sender;
  /** None: the document was taken with all that it has. */
  readonly failures: readonly Failure[];
}

/** What the document's head has wrong precedes what its first product or line has wrong (spendint 12). */
export function outcomeOf<Head, Value>({
  kind,
  sender,
  keys,
  messages,
  entries,
}: Reading<Head, Value>): DocumentOutcome {
  const [first = { keys, messages: [] }, ...others] = entries;
  const rows = [{ keys: first.keys, messages: [...messages, ...first.messages] }, ...others];
  return {
    kind,
    sender,
    failures: rows
      .filter((row) => row.messages.length > 0)
      .map((row) => ({ keys: row.keys, error_message: row.messages.map((message) => `${message}\n`).join('') })),
  };
}

export interface FailedDocument extends Sender {
  readonly status_code: 'failure';
  readonly error_response_body: readonly Readonly<Record<string, string>>[];
}

export interface SpendintResponse {
  readonly result: { readonly response: 'success' | readonly FailedDocument[] };
}

/** Also the response of every call in asynchronous mode. */
export const SUCCESS: SpendintResponse = { result: { response: 'success' } };

/** The response in synchronous mode: success when no document has failures, else those that have. */
export function responseOf(outcomes: readonly DocumentOutcome[]): SpendintResponse {
  const failed = outcomes.filter(({ failures }) => failures.length > 0);
  if (failed.length === 0) return SUCCESS;
  const response = failed.map(
    ({ sender, failures }): FailedDocument => ({
      ...sender,
      status_code: 'failure',
      error_response_body: failures.map(({ keys, error_message }) => ({ ...keys, error_message })),
    }),
  );
  return { result: { response } };
}

/** The state in which the Outbound Status table has what failed (spendint 17). */
export const FAILED_STATE = '20';

/** A row of an error table, with what its parent, the row of the Outbound Status table, says of the document. */
export interface ErrorRow {
  readonly kind: Kind;
  readonly fields: Readonly<Record<string, string>>;
  readonly outbound_error: Sender & { readonly error_type: Kind; readonly state: string };
}

export function errorRowsOf({ kind, sender, failures }: DocumentOutcome): ErrorRow[] {
  return failures.map(({ keys, error_message }) => ({
    kind,
    fields: { ...keys, error_message },
    outbound_error: { ...sender, error_type: kind, state: FAILED_STATE },
  }));
}
