import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSecretsManager, secretArn } from '../../../../local/aws/secrets-manager/index.ts';
import type { AwsService } from '../../../../local/aws/service.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory } from './a-call.ts';

describe('Secrets Manager', () => {
  let directory: string;
  let state: State;
  let service: AwsService;

  async function open(): Promise<void> {
    state = await openState(directory);
    service = await createSecretsManager({ state, region: 'eu-west-1', accountId: '000000000000' });
  }
  beforeEach(async () => {
    directory = await aDirectory();
    await open();
    await call('CreateSecret', { Name: 'coupa', SecretString: 'first', ClientRequestToken: 'first-token' });
    await call('CreateSecret', { Name: 'empty' });
  });
  afterEach(() => state.close());
  const call = async (action: string, input = {}): Promise<Record<string, string>> =>
    (await service.handle(aCall(action, input))).output as Record<string, string>;
  const secretString = async (SecretId: string, more = {}) =>
    (await call('GetSecretValue', { SecretId, ...more })).SecretString;

  it('finds a secret by its name, its ARN and its ARN without the suffix', async () => {
    const arn = secretArn('coupa', 'eu-west-1', '000000000000');
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:coupa-[A-Za-z0-9]{6}$/);
    for (const id of ['coupa', arn, arn.slice(0, -7)]) expect(await secretString(id)).toBe('first');
    const permission = { action: 'secretsmanager:GetSecretValue', resource: arn };
    expect(service.permissions(aCall('GetSecretValue', { SecretId: 'coupa' }))).toEqual([permission]);
  });

  it('keeps the latest value over a restart', async () => {
    const put = { SecretId: 'coupa', SecretString: 'new', ClientRequestToken: 'token' };
    expect(await call('PutSecretValue', put)).toMatchObject({ VersionId: 'token' });
    await state.close();
    await open();
    expect(await secretString('coupa')).toBe('new');
  });

  it('takes a repeated token for a retry, and rejects it for another value', async () => {
    const put = { SecretId: 'coupa', SecretString: 'new', ClientRequestToken: 'token' };
    await call('PutSecretValue', put);
    await call('PutSecretValue', put);
    expect(await secretString('coupa')).toBe('new');
    const other = call('PutSecretValue', { ...put, SecretString: 'other' });
    await expect(other).rejects.toMatchObject({ code: 'ResourceExistsException' });
  });

  it('creates a secret once', async () => {
    await call('CreateSecret', { Name: 'later', SecretString: 'x' });
    expect(await secretString('later')).toBe('x');
    await expect(call('CreateSecret', { Name: 'later' })).rejects.toMatchObject({ code: 'ResourceExistsException' });
  });

  it('rejects by name what it does not support', async () => {
    await expect(call('RotateSecret')).rejects.toThrow(/does not support RotateSecret/);
    await expect(secretString('coupa', { VersionStage: 'AWSPREVIOUS' })).rejects.toThrow(/VersionStage/);
    await expect(secretString('coupa', { VersionId: 'first-token' })).rejects.toThrow(/VersionId/);
  });

  it("rejects an unknown secret and an empty one with AWS's messages", async () => {
    await expect(secretString('unknown')).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
    await expect(secretString('empty')).rejects.toMatchObject({
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
  });
});
