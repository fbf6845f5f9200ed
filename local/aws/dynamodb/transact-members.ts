import { AwsError } from '../service.ts';
import { applyRules, validate } from './dynalite.ts';
import type { Checked, Schema } from './dynalite-types.ts';
import { isAwsError, validationException } from './errors.ts';
import { checkRequestLimits } from './limits.ts';
import { isRecord, transactMembers } from './request.ts';
import type { Json } from './types.ts';

/** A validated member of a transaction. */
export interface Member {
  readonly kind: string;
  readonly data: Checked;
}

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

/** Validates a transaction, and each member by the rules of its own action. */
export function checkMembers(
  input: Json,
  schema: Schema,
  memberSchemas: Readonly<Record<string, Schema>>,
): readonly Member[] {
  for (const [, member] of transactMembers(input)) checkRequestLimits(member);
  const { TransactItems } = validate(input, schema);
  return (Array.isArray(TransactItems) ? TransactItems : []).map((item: unknown) => {
    const [entry, ...others] = Object.entries(isRecord(item) ? item : {}).filter(([, member]) => member != null);
    if (entry === undefined || others.length > 0) {
      throw validationException(`TransactItems can only contain one of ${listOf(Object.keys(memberSchemas))}`);
    }
    const [kind, data] = entry;
    const memberSchema = memberSchemas[kind];
    if (memberSchema === undefined || !isChecked(data)) throw validationException(`Unknown transaction member ${kind}`);
    const message = applyRules(memberSchema, data);
    if (message !== undefined) throw validationException(message);
    return { kind, data };
  });
}

/** The cancellation reason for an error of a member; an error that cancels no transaction is rethrown. */
export function reasonOf(error: unknown): CancellationReason {
  if (isAwsError(error, 'ConditionalCheckFailedException')) {
    return { Code: 'ConditionalCheckFailed', Message: error.message, Item: error.members.Item };
  }
  // An empty key refuses the transaction as a request, before any member is tried.
  if (isAwsError(error, 'ValidationException') && !/cannot contain an empty/.test(error.message)) {
    return { Code: 'ValidationError', Message: error.message };
  }
  throw error;
}

/** Throws TransactionCanceledException if a member failed. */
export function cancelIfFailed(reasons: readonly CancellationReason[]): void {
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
