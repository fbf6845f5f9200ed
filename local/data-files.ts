import { rename, writeFile } from 'node:fs/promises';

/** Everything that the runtime stores; `--fresh` removes nothing else from the data directory. */
export const DATA_FILES = {
  format: 'format',
  state: 'state',
  dynamoDb: 'dynamodb',
  s3: 's3',
  logs: 'logs',
  hub: 'hub.json',
  issuerKey: 'issuer-key.json',
  awsPort: 'aws-port',
} as const;

/** Renames a complete file: neither a reader nor a restart after SIGKILL finds half of it. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
