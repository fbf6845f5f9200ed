import { AwsError } from '../service.ts';

export interface BatchResult {
  readonly Successful: readonly { readonly Id: string }[];
  readonly Failed: readonly {
    readonly Id: string;
    readonly SenderFault: boolean;
    readonly Code: string;
    readonly Message: string;
  }[];
}

/** Does the entries one after the other; an entry that AWS would refuse fails alone. */
export async function runBatch<E extends { readonly Id: string }>(
  entries: readonly E[],
  run: (entry: E) => Promise<void>,
): Promise<BatchResult> {
  const successful: { Id: string }[] = [];
  const failed: BatchResult['Failed'][number][] = [];
  for (const entry of entries) {
    const { Id } = entry;
    try {
      await run(entry);
      successful.push({ Id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id, SenderFault: error.status < 500, Code: error.code, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}
