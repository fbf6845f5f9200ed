/**
 * Awaits a write to LevelDB and ends the process if it fails, for example on a full disk: LevelDB would put later records
 * behind the torn one, acknowledge them, and drop them at the next start.
 */
export async function orStop<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`The data directory can't be written, so the runtime stops: ${reason}`);
    process.exit(1);
  }
}
