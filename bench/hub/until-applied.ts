import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import type { HubFile } from '../../local/runtime/hub-file.ts';
import { callForJson } from '../load/http.ts';

/** What the queue of suppliers' calls has in its name. */
const IMPORTS = /import/;
const POLL_MS = 20;
const DEADLINE_MS = 300_000;

const QueuesSchema = z.record(
  z.string(),
  z.object({ visible: z.number(), inFlight: z.number(), deadLetter: z.boolean() }),
);

/** Resolves when no call of suppliers waits to be applied. Throws for one that the hub has given up. */
export async function untilApplied({ aws }: Pick<HubFile, 'aws'>): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  while (performance.now() < end) {
    const queues = QueuesSchema.parse(await callForJson(aws, { method: 'GET', path: '/_hub/queues' }));
    const imports = Object.entries(queues).filter(([name]) => IMPORTS.test(name));
    if (imports.length === 0) throw new Error('The hub has no queue of imports.');
    if (imports.some(([, { deadLetter, visible }]) => deadLetter && visible > 0)) {
      throw new Error('The hub has given up a call of a supplier.');
    }
    if (imports.every(([, { deadLetter, visible, inFlight }]) => deadLetter || visible + inFlight === 0)) return;
    await setTimeout(POLL_MS);
  }
  throw new Error(`The calls of suppliers are not applied after ${DEADLINE_MS / 1000} s.`);
}
