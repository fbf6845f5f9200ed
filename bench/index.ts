import { writeFile } from 'node:fs/promises';
import { StartError } from '../local/start-error.ts';
import { runBill } from './bill/index.ts';
import { renderBill } from './bill/table.ts';
import { type BenchOptions, readOptions } from './options.ts';
import prices from './prices.json' with { type: 'json' };
import { createProgress } from './progress.ts';
import { goals } from './report/goals.ts';
import { renderReport } from './report/index.ts';
import { runBench } from './run.ts';
import { openWorkspace } from './workspace.ts';

/** `npm run bench`: measures a hub of its own beside a floor, or prints its bill; exit code 1 if a request failed. docs/performance.md. */

const { stderr } = process;
const progress = createProgress({ isTTY: stderr.isTTY, write: (text) => stderr.write(text) });
try {
  const options = readOptions(process.argv.slice(2));
  const { text, data } = await run(options);
  progress.end();
  const json = `${JSON.stringify(data, null, 2)}\n`;
  if (options.json === '-') process.stdout.write(json);
  else console.log(text);
  if (options.json !== undefined && options.json !== '-') await writeFile(options.json, json);
  process.exit();
} catch (error) {
  progress.end();
  if (error instanceof StartError) console.error(error.message);
  else console.error(`The benchmark failed: ${reasonOf(error)}`);
  process.exit(1);
}

/** The messages of an error and its causes. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`;
}

async function run(options: BenchOptions): Promise<{ readonly text: string; readonly data: object }> {
  const workspace = openWorkspace();
  if (options.bill) {
    const bill = await runBill(workspace, progress);
    return { text: renderBill(bill), data: { ...bill, prices } };
  }
  const report = await runBench(options, workspace, progress);
  return { text: renderReport(report), data: { ...report, goals: goals(report) } };
}
