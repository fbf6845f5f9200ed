import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { errorCode } from '../error-code.ts';

/** `hub.json`: where a running node is reached, and as whom. Scripts and tests read it. */
export const HubFileSchema = z.looseObject({
  api: z.url(),
  aws: z.url(),
  issuer: z.url(),
  /** Of the tokens. */
  audience: z.string(),
  /** By name: the simulator's base address. */
  partners: z.record(z.string(), z.url()),
  credentials: z.record(z.string(), z.object({ username: z.string(), password: z.string() })),
  tokens: z.object({ requester: z.string(), approver: z.string(), admin: z.string() }),
  org: z.string(),
});
export type HubFile = z.infer<typeof HubFileSchema>;

export async function readHubFile(dataDirectory: string): Promise<HubFile | undefined> {
  try {
    return HubFileSchema.parse(JSON.parse(await readFile(join(dataDirectory, 'hub.json'), 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Complete or not at all: whoever waits for the file finds all of it. */
export async function writeHubFile(dataDirectory: string, file: HubFile): Promise<void> {
  const path = join(dataDirectory, 'hub.json');
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
