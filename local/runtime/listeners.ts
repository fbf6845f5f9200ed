import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DATA_FILES } from '../data-files.ts';
import { type HttpListener, listen } from '../http/listen.ts';
import { StartError } from '../start-error.ts';
import type { RuntimeOptions } from './options.ts';

export interface Listeners {
  readonly api: HttpListener;
  /** AWS services, the issuer and the admin API. */
  readonly aws: HttpListener;
  readonly simulators: HttpListener;
}

/** Takes all ports before anything else starts, so that a port in use is reported at once. */
export async function openListeners(options: RuntimeOptions): Promise<Listeners> {
  return {
    api: await listen(options.apiPort, 'HUB_PORT', 'the API'),
    aws: await listenForAws(options),
    simulators: await listen(options.partnersPort, 'PARTNERS_PORT', 'the partner simulators'),
  };
}

/** Tokens carry the issuer's address, so a data directory keeps its port as long as no other process uses it. */
async function listenForAws({ awsPort, dataDirectory }: RuntimeOptions): Promise<HttpListener> {
  const listenOn = (port: number) => listen(port, 'HUB_AWS_PORT', 'the AWS endpoint and the issuer');
  if (awsPort !== undefined) return listenOn(awsPort);
  const file = join(dataDirectory, DATA_FILES.awsPort);
  const saved = Number(await readFile(file, 'utf8').catch(() => '0'));
  const last = Number.isInteger(saved) && saved > 0 && saved <= 65_535 ? saved : 0;
  const listener = await listenOn(last).catch((error: unknown) => {
    if (error instanceof StartError) return listenOn(0);
    throw error;
  });
  await writeFile(file, String(listener.port));
  return listener;
}
