import type { ApiDefinition } from '../aws/api-gateway/definition.ts';
import type { TableDefinition } from '../aws/dynamodb/definition.ts';
import type { ArchiveDefinition, RuleDefinition } from '../aws/event-bridge/definition.ts';
import type { MappingDefinition } from '../aws/event-source-mapping/definition.ts';
import type { ResourcePolicy, RoleDefinition } from '../aws/iam/index.ts';
import type { FunctionDefinition } from '../aws/lambda/definition.ts';
import type { SecretDefinition } from '../aws/secrets-manager/index.ts';
import type { QueueDefinition } from '../aws/sqs/index.ts';

/** Everything of the template that means something while the node runs. */
export interface HubModel {
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly RoleDefinition[];
  readonly resourcePolicies: readonly ResourcePolicy[];
  readonly tables: readonly TableDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly archives: readonly ArchiveDefinition[];
  readonly mappings: readonly MappingDefinition[];
  readonly secrets: readonly SecretDefinition[];
  readonly buckets: readonly { readonly name: string; readonly arn: string }[];
  readonly apis: readonly ApiDefinition[];
}
