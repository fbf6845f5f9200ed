import { writeFile } from 'node:fs/promises';
import { StartError } from '../local/start-error.ts';
import { readOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { renderReport, toJson } from './report/index.ts';
import { runBench } from './run.ts';
import { openWorkspace } from './workspace.ts';

/** `npm run bench`: measures a hub of its own beside a floor; exit code 1 if a request failed. docs/performance.md. */

const { stderr } = process;
const progress = createProgress({ isTTY: stderr.isTTY, write: (text) => stderr.write(text) });
try {
  const options = readOptions(process.argv.slice(2));
  const report = await runBench(options, openWorkspace(), progress);
  progress.end();
  if (options.json === '-') process.stdout.write(toJson(report));
  else console.log(renderReport(report));
  if (options.json !== undefined && options.json !== '-') await writeFile(options.json, toJson(report));
  process.exit();
} catch (error) {
  progress.end();
  if (error instanceof StartError) console.error(error.message);
  else console.error('The benchmark failed.', error);
  process.exit(1);
}
