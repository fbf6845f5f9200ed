import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { errorCode } from '../../error-code.ts';

const HeadersSchema = z.record(z.string(), z.string());

export interface StoredObject {
  /** The response headers of GetObject. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * One file per object: its headers as a line of JSON, then its bytes. A file is written under a temporary name and
 * renamed, so that a kill leaves the old object or the new one. File names are hashes, since keys may hold any text.
 */
export function objectFiles(directory: string) {
  function pathOf(bucket: string, key: string): string {
    return join(directory, bucket, createHash('sha256').update(key).digest('hex'));
  }
  return {
    async put(bucket: string, key: string, { headers, body }: StoredObject): Promise<void> {
      const path = pathOf(bucket, key);
      const temporary = `${path}.${randomUUID()}`;
      await mkdir(join(directory, bucket), { recursive: true });
      await writeFile(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(headers)}\n`), body]));
      await rename(temporary, path);
    },
    async get(bucket: string, key: string): Promise<StoredObject | undefined> {
      try {
        const bytes = await readFile(pathOf(bucket, key));
        const end = bytes.indexOf('\n');
        const headers = HeadersSchema.parse(JSON.parse(bytes.subarray(0, end).toString()));
        return { headers, body: bytes.subarray(end + 1) };
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
    delete: (bucket: string, key: string): Promise<void> => rm(pathOf(bucket, key), { force: true }),
  };
}
