import {
  type CreateSecretCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from '@jest/globals';
import { partnerSecretName } from '../../../../core/runtime/secret-names.ts';
import { createEmptySecret } from '../../../../core/runtime/secrets.ts';

const NAME = partnerSecretName('procurement-hub/dev', 'org_1', 'sap');
const metadata = { message: '', $metadata: {} };

function clientOf(answer: () => unknown) {
  const inputs: unknown[] = [];
  const send = async ({ input }: CreateSecretCommand) => {
    inputs.push(input);
    return answer();
  };
  return { inputs, client: { send } as unknown as SecretsManagerClient };
}

describe('an organization’s secret', () => {
  it('is created without a value under its stage, organization and partner', async () => {
    const { client, inputs } = clientOf(() => ({}));
    await createEmptySecret(client, NAME);
    expect(inputs).toEqual([{ Name: 'procurement-hub/dev/org_1/sap' }]);
  });

  it('keeps its value when it exists', async () => {
    const { client } = clientOf(() => {
      throw new ResourceExistsException(metadata);
    });
    await expect(createEmptySecret(client, NAME)).resolves.toBeUndefined();
  });

  it('fails provisioning when Secrets Manager fails', async () => {
    const { client } = clientOf(() => {
      throw new Error('Access denied');
    });
    await expect(createEmptySecret(client, NAME)).rejects.toThrow('Access denied');
  });
});
