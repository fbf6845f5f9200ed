import type { Json } from './types.ts';

const TABLE_ARN = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Requests name a table by its name or by its ARN. */
export function tableName(nameOrArn: string): string {
  return TABLE_ARN.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** The request with its table ARNs replaced by names. */
export function withTableNames(input: Json): Json {
  return {
    ...input,
    ...(typeof input.TableName === 'string' && { TableName: tableName(input.TableName) }),
    ...(isRecord(input.RequestItems) && {
      RequestItems: Object.fromEntries(
        Object.entries(input.RequestItems).map(([table, value]) => [tableName(table), value]),
      ),
    }),
    ...(Array.isArray(input.TransactItems) && { TransactItems: input.TransactItems.map(withMemberTableNames) }),
  };
}

function withMemberTableNames(item: unknown): unknown {
  if (!isRecord(item)) return item;
  return Object.fromEntries(
    Object.entries(item).map(([kind, member]) => [kind, isRecord(member) ? withTableNames(member) : member]),
  );
}

/** The members of a transaction, for example `['Put', {…}]`. Malformed ones are skipped; validation reports them. */
export function transactMembers(input: Json): readonly (readonly [kind: string, member: Json])[] {
  return recordsIn(input.TransactItems).flatMap((item) =>
    Object.entries(item).flatMap(([kind, member]) => (isRecord(member) ? [[kind, member] as const] : [])),
  );
}

/** The put requests of BatchWriteItem. */
export function putRequests(input: Json): readonly Json[] {
  const requests = isRecord(input.RequestItems) ? Object.values(input.RequestItems).flatMap(recordsIn) : [];
  return requests.flatMap(({ PutRequest }) => (isRecord(PutRequest) ? [PutRequest] : []));
}

function recordsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.flatMap((entry: unknown) => (isRecord(entry) ? [entry] : [])) : [];
}
