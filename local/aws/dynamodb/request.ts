import { isRecord } from './limits.ts';

type Json = Readonly<Record<string, unknown>>;

const TABLE_ARN = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/;

/** The name of a table that a request names by its name or by its ARN. */
export function tableName(nameOrArn: string): string {
  return TABLE_ARN.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** The request with every table named by its name. */
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
    Object.entries(item).map(([name, member]) => [name, isRecord(member) ? withTableNames(member) : member]),
  );
}

/** The members of a transaction: `['Put', {…}]` and so on. Malformed ones are left to validation. */
export function transactMembers(input: Json): readonly (readonly [kind: string, member: Json])[] {
  const items = Array.isArray(input.TransactItems) ? input.TransactItems : [];
  return items.flatMap((item) =>
    isRecord(item)
      ? Object.entries(item).flatMap(([kind, member]) => (isRecord(member) ? [[kind, member] as const] : []))
      : [],
  );
}
