import { startRuntime } from './runtime/index.ts';
import { readOptions } from './runtime/options.ts';
import { startupBanner } from './runtime/startup-banner.ts';
import { StartError } from './start-error.ts';

/**
 * A second signal ends the process without waiting. Within this time it counts as the first: npm passes on the signal
 * that a terminal or a process manager sends to both.
 */
const SAME_SIGNAL_MS = 1_000;

/** `npm start`: runs the local runtime until SIGINT or SIGTERM. */
try {
  const options = readOptions(process.env, process.argv.slice(2));
  const runtime = await startRuntime(options, (text) => console.log(text));
  console.log(startupBanner(runtime.hub, options, performance.now()));

  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    console.log('Stopping …');
    runtime.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
