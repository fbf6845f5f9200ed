import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { parseInput } from '../parse-input.ts';
import { AwsError } from '../service.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MAX_VALUE_BYTES = 65_536;

const SecretId = z.string().min(1).max(2_048);
const VersionId = z.string().min(32).max(64);
const SecretString = z
  .string()
  .min(1)
  .refine((value) => Buffer.byteLength(value) <= MAX_VALUE_BYTES, `must have at most ${MAX_VALUE_BYTES} bytes`);
/** The SDK sends a random one. */
const ClientRequestToken = VersionId.default(() => randomUUID());

const GetSecretValue = z.strictObject({
  SecretId,
  VersionId: VersionId.optional(),
  VersionStage: z.string().min(1).max(256).optional(),
});
const PutSecretValue = z.strictObject({
  SecretId,
  SecretString,
  ClientRequestToken,
  VersionStages: z.tuple([z.literal('AWSCURRENT', 'the local runtime supports AWSCURRENT alone')]).optional(),
});
const CreateSecret = z.strictObject({
  Name: z.string().min(1).max(512),
  SecretString: SecretString.optional(),
  ClientRequestToken,
});
const DescribeSecret = z.strictObject({ SecretId });
const DeleteSecret = z.strictObject({
  SecretId,
  ForceDeleteWithoutRecovery: z.literal(true, 'the local runtime has no recovery window'),
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export function readDescribeSecret(input: unknown): z.infer<typeof DescribeSecret> {
  return parseInput(DescribeSecret, input);
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
export function readDeleteSecret(input: unknown): z.infer<typeof DeleteSecret> {
  return parseInput(DeleteSecret, input);
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export function readGetSecretValue(input: unknown): z.infer<typeof GetSecretValue> {
  return parseInput(GetSecretValue, input);
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export function readPutSecretValue(input: unknown): z.infer<typeof PutSecretValue> {
  return parseInput(PutSecretValue, input);
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export function readCreateSecret(input: unknown): z.infer<typeof CreateSecret> {
  const create = parseInput(CreateSecret, input);
  if (/^[\w/+=.@-]+$/.test(create.Name)) return create;
  const characters = 'alphanumeric characters, or any of the following: -/_+=.@';
  throw new AwsError('ValidationException', `Invalid name. Must be a valid name containing ${characters}`);
}
