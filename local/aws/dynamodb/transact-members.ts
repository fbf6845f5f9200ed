import { AwsError } from '../service.ts';
import { applyRules, type Checked, type Schema, validate } from './dynalite.ts';
import { isAwsError, validationException } from './errors.ts';
import { checkRequestLimits, isRecord } from './limits.ts';
import { transactMembers } from './request.ts';

/** One member of a transaction, ready to run. */
export interface Member {
  readonly kind: string;
  readonly data: Checked;
}

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

/** Checks a transaction and each of its members by the rules of the member's own action. */
export function checkMembers(
  input: Readonly<Record<string, unknown>>,
  schema: Schema,
  kinds: Readonly<Record<string, Schema>>,
): readonly Member[] {
  for (const [, member] of transactMembers(input)) checkRequestLimits(member);
  const { TransactItems } = validate(input, schema);
  return (Array.isArray(TransactItems) ? TransactItems : []).map((item: unknown) => {
    const [entry, ...others] = Object.entries(isRecord(item) ? item : {}).filter(([, member]) => member != null);
    if (entry === undefined || others.length > 0) {
      throw validationException(`TransactItems can only contain one of ${listOf(Object.keys(kinds))}`);
    }
    const [kind, data] = entry;
    const memberSchema = kinds[kind];
    if (memberSchema === undefined || !isChecked(data)) throw validationException(`Unknown transaction member ${kind}`);
    const refusal = applyRules(memberSchema, data);
    if (refusal !== undefined) throw validationException(refusal);
    return { kind, data };
  });
}

/** Why a member could not be done, as a reason to cancel; anything else than that is thrown on. */
export function reasonOf(error: unknown): CancellationReason {
  if (isAwsError(error, 'ConditionalCheckFailedException')) {
    const { Item } = error.members;
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...(Item !== undefined && { Item }) };
  }
  if (isAwsError(error, 'ValidationException')) return { Code: 'ValidationError', Message: error.message };
  throw error;
}

/** Cancels the transaction if any of its members has a reason to. */
export function cancelUnlessAllDone(reasons: readonly CancellationReason[]): void {
  const codes = reasons.map(({ Code }) => Code);
  if (codes.every((code) => code === 'None')) return;
  throw new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    400,
    { CancellationReasons: reasons },
  );
}

function isChecked(data: unknown): data is Checked {
  return isRecord(data) && typeof data.TableName === 'string';
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
