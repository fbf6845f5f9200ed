import type { TableDefinition } from '../aws/dynamodb/types.ts';
import type { ArchiveDefinition, BusDefinition, RuleDefinition } from '../aws/event-bridge/index.ts';
import type { ResourcePolicy, RoleDefinition } from '../aws/iam/index.ts';
import type { SecretDefinition } from '../aws/secrets-manager/index.ts';
import type { QueueDefinition } from '../aws/sqs/index.ts';

export type { TableDefinition };

export interface FunctionDefinition {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly roleId: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency?: number;
  /** Folder with the bundle. */
  readonly codeDirectory: string;
  /** `index.handler`: the file's name without its extension, and the export. */
  readonly handler: string;
  /** Retries of asynchronous invocations, 2 unless the template says otherwise. */
  readonly asyncRetries: number;
  readonly asyncFailureQueueArn?: string;
}

interface MappingBase {
  readonly logicalId: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly filters: readonly unknown[];
  readonly reportsItemFailures: boolean;
}

export interface QueueMappingDefinition extends MappingBase {
  readonly kind: 'queue';
  readonly maximumConcurrency?: number;
}

export interface StreamMappingDefinition extends MappingBase {
  readonly kind: 'stream';
  readonly bisectOnError: boolean;
  /** -1: until it works or the record is too old. */
  readonly maximumRetries: number;
  /** -1: as long as the stream keeps the record. */
  readonly maximumAgeSeconds: number;
  readonly failureQueueArn?: string;
}

export type MappingDefinition = QueueMappingDefinition | StreamMappingDefinition;

export interface JwtAuthorizerDefinition {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

export interface RouteDefinition {
  /** `POST /v1/things/{id}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: JwtAuthorizerDefinition;
  readonly scopes: readonly string[];
}

export interface ApiDefinition {
  readonly id: string;
  readonly name: string;
  readonly routes: readonly RouteDefinition[];
  /** Requests a second and burst that the default stage lets through. */
  readonly throttle?: { readonly rate: number; readonly burst: number };
  readonly accessLogFormat?: string;
}

/** Everything of the template that means something while the node runs. */
export interface HubModel {
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly RoleDefinition[];
  readonly resourcePolicies: readonly ResourcePolicy[];
  readonly tables: readonly TableDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly buses: readonly BusDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly archives: readonly ArchiveDefinition[];
  readonly mappings: readonly MappingDefinition[];
  readonly secrets: readonly SecretDefinition[];
  readonly buckets: readonly { readonly name: string; readonly arn: string }[];
  readonly apis: readonly ApiDefinition[];
}
