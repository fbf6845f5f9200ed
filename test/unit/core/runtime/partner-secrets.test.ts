import {
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from '@jest/globals';
import { createPartnerSecrets } from '../../../../core/runtime/partner-secrets.ts';
import { captureLogs } from '../../support/logs.ts';

const logs = captureLogs();

const notFound = new ResourceNotFoundException({ message: 'none', $metadata: {} });

function secretsOf(answer: (command: { readonly input: object }) => unknown) {
  const sent: [string, object][] = [];
  const send = async (command: { readonly input: object }) => {
    sent.push([command.constructor.name, command.input]);
    return answer(command);
  };
  return { sent, secrets: createPartnerSecrets({ send } as unknown as SecretsManagerClient, 'hub/dev') };
}

describe('the credentials of an integration', () => {
  it('are put into the secret, which is created if there is none', async () => {
    const { sent, secrets } = secretsOf((command) => {
      if (command instanceof PutSecretValueCommand) throw notFound;
      return {};
    });
    await secrets.save('org_1', 'sap', 'value');
    expect(sent).toEqual([
      ['PutSecretValueCommand', { SecretId: 'hub/dev/org_1/sap', SecretString: 'value' }],
      ['CreateSecretCommand', { Name: 'hub/dev/org_1/sap', SecretString: 'value' }],
    ]);
  });

  it.each([
    ['none', () => Promise.reject(notFound), { configured: false, updated_at: null }],
    [
      'an empty one',
      () => ({ VersionIdsToStages: {}, LastChangedDate: new Date(1000) }),
      { configured: false, updated_at: null },
    ],
    [
      'one',
      () => ({ VersionIdsToStages: { a: ['AWSCURRENT'] }, LastChangedDate: new Date(61_000) }),
      { configured: true, updated_at: 61 },
    ],
    [
      'a deleted one',
      () => ({ VersionIdsToStages: { a: ['AWSCURRENT'] }, DeletedDate: new Date(1) }),
      { configured: false, updated_at: null },
    ],
  ])('are described without a value: %s', async (_, answer, view) => {
    expect(await secretsOf(answer).secrets.describe('org_1', 'sap')).toEqual(view);
  });

  it('are deleted at once, so that their name can be used again', async () => {
    const { sent, secrets } = secretsOf(() => ({}));
    await secrets.delete('org_1', 'sap');
    expect(sent).toEqual([
      ['DeleteSecretCommand', { SecretId: 'hub/dev/org_1/sap', ForceDeleteWithoutRecovery: true }],
    ]);
  });

  it('are not in the error of a call that quotes them', async () => {
    const { secrets } = secretsOf(() => {
      throw Object.assign(new Error("Value 'hunter2' at 'secretString' failed"), { name: 'ValidationException' });
    });
    const error = await secrets.save('org_1', 'sap', 'hunter2').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'hub.unavailable', message: expect.stringContaining('ValidationException') });
    expect(logs.lines()).toMatchObject([{ level: 'ERROR', error_name: 'ValidationException' }]);
    expect(String(error) + JSON.stringify(error) + logs.text()).not.toContain('hunter2');
  });
});
