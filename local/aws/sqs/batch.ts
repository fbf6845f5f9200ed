import { AwsError } from '../service.ts';

interface FailedEntry {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

export interface BatchResult<T> {
  readonly Successful: readonly ({ readonly Id: string } & T)[];
  readonly Failed: readonly FailedEntry[];
}

/** Processes the entries one after the other; an entry that SQS rejects fails alone. */
export async function runBatch<E extends { readonly Id: string }, T extends object>(
  entries: readonly E[],
  run: (entry: E) => Promise<T> | T,
): Promise<BatchResult<T>> {
  const Successful: ({ Id: string } & T)[] = [];
  const Failed: FailedEntry[] = [];
  for (const entry of entries) {
    const { Id } = entry;
    try {
      Successful.push({ Id, ...(await run(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, SenderFault: error.status < 500, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
