export interface Progress {
  step(text: string): void;
  end(): void;
}

/** Says on standard error what is under way: in one line that changes on a terminal, in lines elsewhere. */
export function createProgress({ isTTY, write }: { isTTY: boolean; write: (text: string) => void }): Progress {
  const start = performance.now();
  return {
    step: (text) => {
      const line = `${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${text}`;
      write(isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    end: () => {
      if (isTTY) write('\r\u001b[K');
    },
  };
}
