import { basename, join } from 'node:path';
import * as z from 'zod';
import type { FunctionDefinition } from '../aws/lambda/definition.ts';
import { StartError } from '../start-error.ts';
import { Count, ignored, optional, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const FunctionProperties = z.strictObject({
  ...ignored('Architectures', 'Description', 'EphemeralStorage', 'LoggingConfig', 'RecursiveLoop', 'Tags'),
  ...ignored('TracingConfig'),
  Code: z.looseObject({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ Variables: {} }),
  FunctionName: z.string().optional(),
  Handler: z.string(),
  MemorySize: Count.default(128),
  ReservedConcurrentExecutions: Count.optional(),
  Role: z.string(),
  Runtime: z.string().startsWith('nodejs', 'only Node.js functions run on the local runtime'),
  Timeout: Count.default(3),
});

const InvokeConfigProperties = z.strictObject({
  ...ignored('MaximumEventAgeInSeconds', 'Qualifier'),
  FunctionName: z.string(),
  MaximumRetryAttempts: Count.default(2),
  DestinationConfig: z.strictObject({ OnFailure: z.object({ Destination: z.string() }).optional() }).default({}),
});

export function readFunctions(
  resources: readonly Resource[],
  assets: ReadonlyMap<string, string>,
): readonly FunctionDefinition[] {
  const roles = new Map(resources.filter(({ type }) => type === 'AWS::IAM::Role').map((role) => [role.arn, role]));
  const invokeConfigs = new Map(
    resources
      .filter(({ type }) => type === 'AWS::Lambda::EventInvokeConfig')
      .map((resource) => parseProperties(resource, InvokeConfigProperties))
      .map((config) => [config.FunctionName, config]),
  );
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((resource) => {
      const properties = parseProperties(resource, FunctionProperties);
      const codeDirectory = assets.get(basename(properties.Code.S3Key));
      const role = roles.get(properties.Role);
      if (codeDirectory === undefined) throw new StartError(`${resource.logicalId}: its code is not among the assets`);
      if (role === undefined) throw new StartError(`${resource.logicalId}: its role is not part of the template`);
      const invokeConfig = invokeConfigs.get(resource.name);
      return {
        logicalId: resource.logicalId,
        name: resource.name,
        arn: resource.arn,
        roleId: role.logicalId,
        environment: properties.Environment.Variables,
        timeoutSeconds: properties.Timeout,
        memoryMegabytes: properties.MemorySize,
        ...optional('reservedConcurrency', properties.ReservedConcurrentExecutions),
        codeDirectory,
        handler: properties.Handler,
        asyncRetries: invokeConfig?.MaximumRetryAttempts ?? 2,
        ...optional('asyncFailureQueueArn', invokeConfig?.DestinationConfig.OnFailure?.Destination),
      };
    });
}

const AssetsSchema = z.looseObject({
  files: z.record(
    z.string(),
    z.object({
      source: z.looseObject({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
    }),
  ),
});

/** Where each file asset of the cloud assembly lies, by the key that the template knows it by. */
export function readAssets(manifest: unknown, directory: string): ReadonlyMap<string, string> {
  const { files } = AssetsSchema.parse(manifest);
  return new Map(
    Object.values(files).flatMap(({ source: { path }, destinations }) =>
      path === undefined
        ? []
        : Object.values(destinations).map(({ objectKey }) => [basename(objectKey), join(directory, path)] as const),
    ),
  );
}
