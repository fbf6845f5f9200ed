/** Of a file handle. */
type LogFile = { appendFile(text: string): Promise<void>; datasync(): Promise<void> };

/** Appends lines durably: lines that arrive during a sync share the next one. Resolves when the line is synced. */
export function createGroupCommit(file: LogFile): (line: string) => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: { lines: string; readonly done: Promise<void> } | undefined;
  return (line) => {
    if (next === undefined) {
      const group = { lines: '', done: running.then(() => commit()) };
      const commit = async (): Promise<void> => {
        next = undefined;
        await file.appendFile(group.lines);
        await file.datasync();
      };
      running = group.done;
      next = group;
    }
    next.lines += `${line}\n`;
    return next.done;
  };
}
