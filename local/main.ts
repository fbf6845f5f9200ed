import { enableCompileCache } from 'node:module';

// Node then keeps the compiled node between runs: half a second of every start. It works for what is imported later.
enableCompileCache();
const { startRuntime } = await import('./runtime/index.ts');
const { readOptions } = await import('./runtime/options.ts');
const { StartError } = await import('./start-error.ts');
const { startupBanner } = await import('./runtime/startup-banner.ts');

/** `npm start`: runs the local runtime until it is told to stop. */
try {
  const options = readOptions(process.env, process.argv.slice(2));
  const node = await startRuntime(options, (text) => console.log(text));
  console.log(startupBanner(node.hub, options.dataDirectory, performance.now()));

  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    console.log('Stopping …');
    node.close().then(
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
