import { jest } from '@jest/globals';
import { type BatchOperation, ClassicLevel } from 'classic-level';

type Operations = BatchOperation<ClassicLevel<string, unknown>, string, unknown>[];
interface Batches {
  batch(operations: Operations): Promise<void>;
}

/** Holds LevelDB's batches, those that have started and those to come, until each is released. */
export function holdBatches() {
  const started: { readonly operations: Operations; readonly release: () => void }[] = [];
  const batches: Batches = ClassicLevel.prototype;
  const { batch } = batches;
  const spy = jest.spyOn(batches, 'batch').mockImplementation(async function (this: Batches, operations) {
    await new Promise<void>((resolve) => started.push({ operations, release: resolve }));
    await batch.call(this, operations);
  });
  return {
    started,
    /** Releases all batches and holds no more. */
    stop: () => {
      spy.mockRestore();
      for (const { release } of started) release();
    },
  };
}
