import { describe, expect, it } from '@jest/globals';
import { createGroupCommit } from '../../../bench/floor/group-commit.ts';

/** A file whose syncs end when the test says so. */
function controlledFile() {
  const appended: string[] = [];
  const syncs: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  return {
    appended,
    syncs,
    file: {
      appendFile: async (text: string) => void appended.push(text),
      datasync: () => new Promise<void>((end, fail) => syncs.push({ end, fail })),
    },
  };
}

/** Lets everything go on that waits for nothing. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function watch(append: (line: string) => Promise<void>, acknowledged: string[]) {
  return (line: string) => append(line).then(() => void acknowledged.push(line));
}

describe('the group commit', () => {
  it('acknowledges a line only when it is synced', async () => {
    const { file, appended, syncs } = controlledFile();
    const acknowledged: string[] = [];
    const done = watch(createGroupCommit(file), acknowledged)('a');
    await settle();
    expect({ appended, acknowledged }).toEqual({ appended: ['a\n'], acknowledged: [] });
    syncs[0]?.end();
    await done;
    expect(acknowledged).toEqual(['a']);
  });

  it('syncs lines that arrive during a sync together in the next one', async () => {
    const { file, appended, syncs } = controlledFile();
    const acknowledged: string[] = [];
    const append = watch(createGroupCommit(file), acknowledged);
    const first = append('a');
    await settle();
    const others = [append('b'), append('c')];
    await settle();
    expect(appended).toEqual(['a\n']);

    syncs[0]?.end();
    await first;
    await settle();
    expect({ appended, acknowledged }).toEqual({ appended: ['a\n', 'b\nc\n'], acknowledged: ['a'] });

    syncs[1]?.end();
    await Promise.all(others);
    expect(syncs).toHaveLength(2);
  });

  it('acknowledges nothing any more after a sync that failed', async () => {
    const { file, syncs } = controlledFile();
    const append = createGroupCommit(file);
    const first = append('a');
    await settle();
    const second = append('b');
    syncs[0]?.fail(new Error('EIO'));
    await expect(first).rejects.toThrow('EIO');
    await expect(second).rejects.toThrow('EIO');
  });
});
