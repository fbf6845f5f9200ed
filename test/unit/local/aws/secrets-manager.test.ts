import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSecretsManager, secretArn } from '../../../../local/aws/secrets-manager/index.ts';
import type { AwsService } from '../../../../local/aws/service.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory } from './a-call.ts';

const [FIRST, TOKEN] = ['first'.padEnd(32, '-'), 'token'.padEnd(32, '-')];

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
    await call('CreateSecret', { Name: 'coupa', SecretString: 'first', ClientRequestToken: FIRST });
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
    const put = { SecretId: 'coupa', SecretString: 'new', ClientRequestToken: TOKEN };
    expect(await call('PutSecretValue', put)).toMatchObject({ VersionId: TOKEN });
    await state.close();
    await open();
    expect(await secretString('coupa')).toBe('new');
  });

  it('takes a repeated token for a retry, and rejects it for another value', async () => {
    const put = { SecretId: 'coupa', SecretString: 'new', ClientRequestToken: TOKEN };
    await call('PutSecretValue', put);
    await call('PutSecretValue', put);
    expect(await secretString('coupa')).toBe('new');
    const other = call('PutSecretValue', { ...put, SecretString: 'other' });
    await expect(other).rejects.toMatchObject({ code: 'ResourceExistsException' });
  });

  it('describes a secret by its labels and its last change, and without its value', async () => {
    const put = { SecretId: 'coupa', SecretString: 'new', ClientRequestToken: TOKEN };
    await call('PutSecretValue', put);
    const described = await call('DescribeSecret', { SecretId: 'coupa' });
    expect(described).toEqual({
      ARN: secretArn('coupa', 'eu-west-1', '000000000000'),
      Name: 'coupa',
      LastChangedDate: expect.any(Number),
      VersionIdsToStages: { [FIRST]: ['AWSPREVIOUS'], [TOKEN]: ['AWSCURRENT'] },
    });
    expect(await call('DescribeSecret', { SecretId: 'empty' })).toMatchObject({ VersionIdsToStages: {} });
    await expect(call('DescribeSecret', { SecretId: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('deletes a secret for good, also over a restart, and one that does not exist', async () => {
    const remove = { SecretId: 'coupa', ForceDeleteWithoutRecovery: true };
    expect(await call('DeleteSecret', remove)).toMatchObject({ Name: 'coupa', DeletionDate: expect.any(Number) });
    expect(await call('DeleteSecret', remove)).toMatchObject({ Name: 'coupa' });
    await state.close();
    await open();
    await expect(secretString('coupa')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await call('CreateSecret', { Name: 'coupa', SecretString: 'again' });
    expect(await secretString('coupa')).toBe('again');
    await expect(call('DeleteSecret', { SecretId: 'coupa' })).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('creates a secret once', async () => {
    await call('CreateSecret', { Name: 'later', SecretString: 'x' });
    expect(await secretString('later')).toBe('x');
    await expect(call('CreateSecret', { Name: 'later' })).rejects.toMatchObject({ code: 'ResourceExistsException' });
  });

  it('keeps each of the values that are put at once', async () => {
    const versions = [FIRST, TOKEN].map((id) => id.replace('-', '+'));
    await Promise.all(
      versions.map((ClientRequestToken) =>
        call('PutSecretValue', { SecretId: 'empty', SecretString: ClientRequestToken, ClientRequestToken }),
      ),
    );
    const values = versions.map((VersionId) => secretString('empty', { VersionId }));
    expect(await Promise.all(values)).toEqual(versions);
  });

  it('creates one of two secrets that are created at once with the same name', async () => {
    const creations = ['a', 'b'].map((SecretString) => call('CreateSecret', { Name: 'new', SecretString }));
    const outcomes = (await Promise.allSettled(creations)).map(({ status }) => status);
    expect(outcomes).toEqual(['fulfilled', 'rejected']);
    expect(await secretString('new')).toBe('a');
  });

  it('rejects by name what it does not support', async () => {
    await expect(call('RotateSecret')).rejects.toThrow(/does not support RotateSecret/);
    const binary = { SecretId: 'coupa', SecretBinary: 'AQ==' };
    await expect(call('PutSecretValue', binary)).rejects.toThrow(/SecretBinary|SecretString/);
    const staged = { SecretId: 'coupa', SecretString: 'new', VersionStages: ['AWSPENDING'] };
    await expect(call('PutSecretValue', staged)).rejects.toThrow(/VersionStages.*supports AWSCURRENT alone/);
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
  it('moves the labels AWSCURRENT and AWSPREVIOUS with each new version', async () => {
    await call('PutSecretValue', { SecretId: 'coupa', SecretString: 'second' });
    const put = { SecretId: 'coupa', SecretString: 'third', ClientRequestToken: TOKEN };
    expect(await call('PutSecretValue', put)).toMatchObject({ VersionStages: ['AWSCURRENT'] });
    expect(await secretString('coupa', { VersionStage: 'AWSCURRENT' })).toBe('third');
    expect(await secretString('coupa', { VersionStage: 'AWSPREVIOUS' })).toBe('second');
    expect(await secretString('coupa', { VersionId: FIRST })).toBe('first');
    expect(await secretString('coupa', { VersionId: TOKEN, VersionStage: 'AWSCURRENT' })).toBe('third');
    await expect(secretString('coupa', { VersionId: FIRST, VersionStage: 'AWSCURRENT' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
    for (const more of [
      { VersionStage: 'AWSPENDING' },
      { VersionStage: 'constructor' },
      { VersionId: 'x'.repeat(32) },
    ]) {
      await expect(secretString('coupa', more)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    }
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
  it('leaves the current value as it is when a call for an earlier version is repeated', async () => {
    await call('PutSecretValue', { SecretId: 'coupa', SecretString: 'second', ClientRequestToken: TOKEN });
    const repeated = { SecretId: 'coupa', SecretString: 'first', ClientRequestToken: FIRST };
    expect(await call('PutSecretValue', repeated)).toMatchObject({ VersionId: FIRST, VersionStages: ['AWSPREVIOUS'] });
    expect(await secretString('coupa')).toBe('second');
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  it.each(['a', 'hub/dev/org_1/sap', 'A+b=c.d@e-f_g'])('takes the name %j', async (Name) => {
    expect(await call('CreateSecret', { Name })).toMatchObject({ Name });
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  it.each(['', 'a b', 'ä', 'a:b', 'a*', 'a\n'])('rejects the name %j', async (Name) => {
    await expect(call('CreateSecret', { Name })).rejects.toMatchObject({ code: 'ValidationException' });
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  it('takes names of at most 512 characters', async () => {
    expect(await call('CreateSecret', { Name: 'x'.repeat(512) })).toMatchObject({ Name: 'x'.repeat(512) });
    const tooLong = call('CreateSecret', { Name: 'x'.repeat(513) });
    await expect(tooLong).rejects.toMatchObject({ code: 'ValidationException' });
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
  it('takes values of 1 to 65,536 bytes and tokens of 32 to 64 characters', async () => {
    const put = (more: object) => call('PutSecretValue', { SecretId: 'coupa', SecretString: 'x', ...more });
    const valid = [{ SecretString: 'x'.repeat(65_536) }, { ClientRequestToken: 'x'.repeat(64) }];
    for (const more of valid) expect(await put(more)).toMatchObject({ Name: 'coupa' });
    const invalid = [
      { SecretString: '' },
      { SecretString: 'x'.repeat(65_537) },
      { SecretString: 'ä'.repeat(32_769) },
      { ClientRequestToken: 'x'.repeat(31) },
      { ClientRequestToken: 'x'.repeat(65) },
    ];
    for (const more of invalid) await expect(put(more)).rejects.toMatchObject({ code: 'ValidationException' });
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
