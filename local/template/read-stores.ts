import * as z from 'zod';
import type { SecretDefinition } from '../aws/secrets-manager/index.ts';
import { Count, Flag, ignored, optional, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const SecretProperties = z.strictObject({
  ...ignored('Description', 'KmsKeyId', 'Name', 'Tags'),
  GenerateSecretString: z
    .strictObject({
      ExcludePunctuation: Flag.optional(),
      GenerateStringKey: z.string().optional(),
      PasswordLength: Count.optional(),
      SecretStringTemplate: z.string().optional(),
    })
    .optional(),
  SecretString: z.string().optional(),
});

export function readSecrets(resources: readonly Resource[]): readonly SecretDefinition[] {
  return resources
    .filter(({ type }) => type === 'AWS::SecretsManager::Secret')
    .map((resource) => {
      const { GenerateSecretString: generate, SecretString } = parseProperties(resource, SecretProperties);
      return {
        name: resource.name,
        ...optional('secretString', SecretString),
        ...optional(
          'generate',
          generate && {
            ...optional('passwordLength', generate.PasswordLength),
            ...optional('excludePunctuation', generate.ExcludePunctuation),
            ...optional('secretStringTemplate', generate.SecretStringTemplate),
            ...optional('generateStringKey', generate.GenerateStringKey),
          },
        ),
      };
    });
}

const BucketProperties = z.strictObject({
  ...ignored('BucketEncryption', 'BucketName', 'LifecycleConfiguration', 'LoggingConfiguration', 'OwnershipControls'),
  ...ignored('PublicAccessBlockConfiguration', 'Tags', 'VersioningConfiguration'),
});

export function readBuckets(
  resources: readonly Resource[],
): readonly { readonly name: string; readonly arn: string }[] {
  return resources
    .filter(({ type }) => type === 'AWS::S3::Bucket')
    .map((resource) => {
      parseProperties(resource, BucketProperties);
      return { name: resource.ref, arn: resource.arn };
    });
}
