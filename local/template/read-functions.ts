import { join } from 'node:path';
import * as z from 'zod';
import type { FunctionDefinition } from '../aws/lambda/definition.ts';
import { StartError } from '../start-error.ts';
import { Count, type Resource, readerOf } from './resources.ts';

/** The longest, which is the default too: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
const MAX_EVENT_AGE_SECONDS = 21_600;

const readInvokeConfigs = readerOf(
  'AWS::Lambda::EventInvokeConfig',
  ['Qualifier'],
  {
    FunctionName: z.string(),
    MaximumEventAgeInSeconds: Count.min(60).max(MAX_EVENT_AGE_SECONDS).optional(),
    MaximumRetryAttempts: Count.min(0).max(2).optional(),
    DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
  },
  (_, properties) => properties,
);

/** Defaults: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html */
export function readFunctions(
  resources: readonly Resource[],
  assets: ReadonlyMap<string, string>,
): readonly FunctionDefinition[] {
  const invokeConfigs = readInvokeConfigs(resources);
  const read = readerOf(
    'AWS::Lambda::Function',
    ['Architectures', 'Description', 'FunctionName', 'LoggingConfig', 'Tags', 'TracingConfig'],
    {
      Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
      Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
      Handler: z.string(),
      MemorySize: Count.default(128),
      ReservedConcurrentExecutions: Count.optional(),
      Role: z.string(),
      Runtime: z.string().startsWith('nodejs', 'the local runtime runs Node.js functions only'),
      Timeout: Count.default(3),
    },
    ({ logicalId, name, arn }, properties): FunctionDefinition => {
      const codeDirectory = assets.get(properties.Code.S3Key);
      const role = resources.find(({ type, arn: roleArn }) => type === 'AWS::IAM::Role' && roleArn === properties.Role);
      if (codeDirectory === undefined)
        throw new StartError(`${logicalId}: the asset manifest has no file for its code`);
      if (role === undefined) throw new StartError(`${logicalId}: its role is not a resource of the template`);
      const invokeConfig = invokeConfigs.find(({ FunctionName }) => FunctionName === name);
      return {
        logicalId,
        name,
        arn,
        roleId: role.logicalId,
        environment: properties.Environment.Variables,
        timeoutSeconds: properties.Timeout,
        memoryMegabytes: properties.MemorySize,
        reservedConcurrency: properties.ReservedConcurrentExecutions,
        codeDirectory,
        handler: properties.Handler,
        asyncRetries: invokeConfig?.MaximumRetryAttempts ?? 2,
        asyncMaxAgeSeconds: invokeConfig?.MaximumEventAgeInSeconds ?? MAX_EVENT_AGE_SECONDS,
        asyncFailureQueueArn: invokeConfig?.DestinationConfig?.OnFailure?.Destination,
      };
    },
  );
  return read(resources);
}

const AssetsSchema = z.looseObject({
  files: z.record(
    z.string(),
    z.looseObject({
      source: z.looseObject({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
    }),
  ),
});

/** The path of each file asset in the cloud assembly, by its S3 key. */
export function readAssets(manifest: unknown, directory: string): ReadonlyMap<string, string> {
  const { files } = AssetsSchema.parse(manifest);
  return new Map(
    Object.values(files).flatMap(({ source: { path }, destinations }) =>
      path === undefined
        ? []
        : Object.values(destinations).map(({ objectKey }) => [objectKey, join(directory, path)] as const),
    ),
  );
}
