import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** A secret's text, empty for a binary one, by name or ARN; `fresh` bypasses the cache of this execution environment. */
export type ReadSecret = (id: string, options?: { readonly fresh?: boolean }) => Promise<string>;

const CACHE_MS = 5 * 60 * 1000;

/** Reads each secret at most once per five minutes; concurrent readers share one call. */
export function createSecretReader(clock: () => number = Date.now): ReadSecret {
  const client = new SecretsManagerClient({});
  const cache = new Map<string, { readonly value: Promise<string>; readonly until: number }>();
  const fetchSecret = async (id: string): Promise<string> => {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    return SecretString;
  };
  return (id, { fresh = false } = {}) => {
    const cached = cache.get(id);
    if (cached && !fresh && cached.until > clock()) return cached.value;
    const value = fetchSecret(id);
    cache.set(id, { value, until: clock() + CACHE_MS });
    value.catch(() => cache.delete(id));
    return value;
  };
}

/** Creates a secret without a value, for a person to fill; an existing one is left as it is. */
export async function createEmptySecret(client: Pick<SecretsManagerClient, 'send'>, Name: string): Promise<void> {
  try {
    await client.send(new CreateSecretCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
  }
}
