import type { AwsCall, Permission } from '../service.ts';
import { isRecord, tableName, transactMembers } from './request.ts';

const MEMBER_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export function permissionsOf({ action, input }: AwsCall, arnOf: (table: string) => string): readonly Permission[] {
  const permission = (name: string, table: unknown, suffix = ''): Permission => ({
    action: `dynamodb:${name}`,
    resource: typeof table === 'string' ? arnOf(tableName(table)) + suffix : '*',
  });
  switch (action) {
    case 'ListTables':
      return [permission(action, undefined)];
    case 'Query':
    case 'Scan':
      return [permission(action, input.TableName, input.IndexName === undefined ? '' : `/index/${input.IndexName}`)];
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.keys(isRecord(input.RequestItems) ? input.RequestItems : {}).map((table) =>
        permission(action, table),
      );
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return distinct(
        transactMembers(input).map(([kind, member]) => permission(MEMBER_ACTIONS[kind] ?? kind, member.TableName)),
      );
    default:
      return [permission(action, input.TableName)];
  }
}

function distinct(permissions: readonly Permission[]): readonly Permission[] {
  return [...new Map(permissions.map((each) => [`${each.action} ${each.resource}`, each])).values()];
}
