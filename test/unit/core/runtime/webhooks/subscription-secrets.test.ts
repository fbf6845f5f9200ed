import {
  type GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect, it } from '@jest/globals';
import { createSubscriptionSecrets } from '../../../../../core/runtime/webhooks/subscription-secrets.ts';

const owner = { org_id: 'org_1', id: 'sub_1' };
const keys = [{ secret: 'whsec_c2VjcmV0', until: null }];

it('reads a version of a secret once, since it never changes, and knows of none that is missing', async () => {
  const stored = new Map<string, string>();
  const commands: { readonly name: string; readonly id: unknown }[] = [];
  const send = async (command: GetSecretValueCommand | PutSecretValueCommand) => {
    commands.push({ name: command.constructor.name, id: command.input.SecretId });
    if (command instanceof PutSecretValueCommand) {
      stored.set(String(command.input.ClientRequestToken), String(command.input.SecretString));
      return {};
    }
    const SecretString = stored.get(String(command.input.VersionId));
    if (SecretString === undefined) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
    return { SecretString };
  };
  const client = { send } as unknown as SecretsManagerClient;
  const secrets = createSubscriptionSecrets('hub/dev', client);
  const version = await secrets.put(owner, keys);
  expect(await secrets.read(owner, version)).toEqual(keys);
  expect(await secrets.read(owner, version)).toEqual(keys);
  expect(await secrets.read(owner, 'another')).toBeUndefined();
  expect(commands).toEqual(
    ['PutSecretValueCommand', 'GetSecretValueCommand', 'GetSecretValueCommand'].map((name) => ({
      name,
      id: 'hub/dev/org_1/subscription-sub_1',
    })),
  );
});
