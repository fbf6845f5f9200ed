import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface StoredObject {
  readonly contentType: string;
  /** User metadata, by header name (`x-amz-meta-…`). */
  readonly metadata: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly lastModified: number;
  readonly body: Buffer;
}

/**
 * Objects as files: a line of JSON about the object, then its bytes, in one file that is written aside and renamed, so
 * that a kill leaves the old object or the new one. Names are hashes, since keys may hold anything.
 */
export function objectFiles(directory: string) {
  const pathOf = (bucket: string, key: string): string =>
    join(directory, bucket, createHash('sha256').update(key).digest('hex'));
  return {
    async put(bucket: string, key: string, { body, ...about }: StoredObject): Promise<void> {
      const path = pathOf(bucket, key);
      const aside = `${path}.${randomUUID()}`;
      await mkdir(join(directory, bucket), { recursive: true });
      await writeFile(aside, Buffer.concat([Buffer.from(`${JSON.stringify({ key, ...about })}\n`), body]));
      await rename(aside, path);
    },
    async get(bucket: string, key: string): Promise<StoredObject | undefined> {
      const bytes = await readFile(pathOf(bucket, key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (bytes === undefined) return undefined;
      const end = bytes.indexOf('\n');
      const about = JSON.parse(bytes.subarray(0, end).toString()) as Omit<StoredObject, 'body'>;
      return { ...about, body: bytes.subarray(end + 1) };
    },
    delete: (bucket: string, key: string): Promise<void> => rm(pathOf(bucket, key), { force: true }),
  };
}
