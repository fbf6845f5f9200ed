import { join } from 'node:path';
import { LogFile } from '../aws/lambda/log-file.ts';
import { DATA_FILES } from '../data-files.ts';

/** The runtime's own errors that no caller receives: with stack to `logs/runtime.log`, in one line to the terminal. */
export function openErrorLog(dataDirectory: string): { readonly report: (error: unknown) => void; close(): void } {
  const file = new LogFile(join(dataDirectory, DATA_FILES.logs, 'runtime.log'));
  return {
    report: (error) => {
      const [message, stack] = error instanceof Error ? [error.message, error.stack] : [String(error), String(error)];
      file.line(`${new Date().toISOString()} ${stack}`);
      console.error(`Error: ${message}`);
    },
    close: () => file.close(),
  };
}
