import { writeFile } from 'node:fs/promises';
import { StartError } from '../local/start-error.ts';
import { runBill } from './bill/index.ts';
import { billToJson, renderBill } from './bill/table.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { renderReport, toJson } from './report/index.ts';
import { runBench } from './run.ts';
import { openWorkspace } from './workspace.ts';

/** `npm run bench`: measures a hub of its own beside a floor, or prints its bill; exit code 1 if a request failed. docs/performance.md. */

const { stderr } = process;
const progress = createProgress({ isTTY: stderr.isTTY, write: (text) => stderr.write(text) });
try {
  const options = readOptions(process.argv.slice(2));
  const { text, json } = await run(options);
  progress.end();
  if (options.json === '-') process.stdout.write(json);
  else console.log(text);
  if (options.json !== undefined && options.json !== '-') await writeFile(options.json, json);
  process.exit();
} catch (error) {
  progress.end();
  if (error instanceof StartError) console.error(error.message);
  else console.error('The benchmark failed.', error);
  process.exit(1);
}

async function run(options: BenchOptions): Promise<{ readonly text: string; readonly json: string }> {
  if (options.bill) {
    const bill = await runBill(openWorkspace(), progress);
    return { text: renderBill(bill), json: billToJson(bill) };
  }
  const report = await runBench(options, openWorkspace(), progress);
  return { text: renderReport(report), json: toJson(report) };
}
