import { join } from 'node:path';
import { LogFile } from '../aws/lambda/log-file.ts';

/** What goes wrong in the node itself, while nobody waits for an answer: in full to a file, in a line to the screen. */
export function openErrorLog(dataDirectory: string): { readonly report: (error: unknown) => void; close(): void } {
  const file = new LogFile(join(dataDirectory, 'logs', 'node.log'));
  return {
    report: (error) => {
      const [message, stack] = error instanceof Error ? [error.message, error.stack] : [String(error), String(error)];
      file.line(`${new Date().toISOString()} ${stack}`);
      console.error(`! ${message}`);
    },
    close: () => file.close(),
  };
}
