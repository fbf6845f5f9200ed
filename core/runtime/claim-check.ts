/** Large bodies, stored beside the queue whose messages name them. */
export interface ClaimCheck {
  put(key: string, text: string): Promise<void>;
  /** Undefined for one that is deleted. */
  get(key: string): Promise<string | undefined>;
  /** Deletes it, or leaves it deleted. */
  delete(key: string): Promise<void>;
}

/** A claim check in a bucket, by the SDK's client, which is loaded with the first call: few bodies are large. */
export function openClaimCheck(bucket: string): ClaimCheck {
  let opened: ReturnType<typeof loadS3> | undefined;
  const open = () => (opened ??= loadS3());
  return {
    async put(Key, Body) {
      const { client, PutObjectCommand } = await open();
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'application/json' }));
    },
    async get(Key) {
      const { client, GetObjectCommand, NoSuchKey } = await open();
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async delete(Key) {
      const { client, DeleteObjectCommand } = await open();
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
  };
}

async function loadS3() {
  const { S3Client, DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand } = await import(
    '@aws-sdk/client-s3'
  );
  return { client: new S3Client({}), DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand };
}
