import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionDefinition } from './definition.ts';

/** The files of one execution environment. */
export interface EnvironmentFolder {
  /** A copy of the bundle, so that no import finds a package that only the checkout has. */
  readonly task: string;
  /** What `/tmp` is on Lambda: empty for a new environment, and kept between its invocations. */
  readonly scratch: string;
  remove(): void;
}

export function createEnvironmentFolder(
  directory: string,
  { name, codeDirectory }: FunctionDefinition,
): EnvironmentFolder {
  const folder = mkdtempSync(join(directory, `${name}-`));
  const [task, scratch] = [join(folder, 'task'), join(folder, 'tmp')];
  cpSync(codeDirectory, task, { recursive: true });
  mkdirSync(scratch);
  return { task, scratch, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
