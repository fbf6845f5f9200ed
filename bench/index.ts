import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HubProcess } from '../local/hub-process.ts';
import { runBill } from './bill/index.ts';
import { tableOf } from './bill/table.ts';

/** `npm run bench -- --bill`. */
const { values } = parseArgs({ options: { bill: { type: 'boolean' }, json: { type: 'boolean' } } });
const dataDirectory = await mkdtemp(join(tmpdir(), 'hub-bench-'));
const hubProcess = new HubProcess({ dataDirectory });
try {
  const hub = await hubProcess.start();
  const bill = await runBill({ hub, dataDirectory }, (text) => console.error(`${text} …`));
  console.log(values.json ? JSON.stringify(bill, null, 2) : tableOf(bill));
} finally {
  await hubProcess.stop();
  await rm(dataDirectory, { recursive: true });
}
