import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { type HttpServer, listen } from './http-server.ts';

const WHAT = 'the AWS endpoint and the issuer';

/**
 * Listens for the AWS endpoint and the issuer. Tokens name the issuer by its address, so a data directory keeps its
 * port for as long as nobody else takes it.
 */
export async function listenForAws(wanted: number | undefined, dataDirectory: string): Promise<HttpServer> {
  if (wanted !== undefined) return listen(wanted, 'HUB_AWS_PORT', WHAT);
  const file = join(dataDirectory, 'aws-port');
  const last = Number(await readFile(file, 'utf8').catch(() => '0'));
  const server = await listen(last, 'HUB_AWS_PORT', WHAT).catch((error: unknown) => {
    if (error instanceof StartError) return listen(0, 'HUB_AWS_PORT', WHAT);
    throw error;
  });
  await writeFile(file, String(server.port));
  return server;
}
