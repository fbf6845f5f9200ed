import * as z from 'zod/mini';
import type { EnvName } from './env-names.ts';

/** The variables that a function needs, read once at start. Throws with the names of those that are missing. */
export function readEnv<Name extends EnvName>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  return z
    .record(z.enum(names), z.string().check(z.minLength(1)))
    .parse(Object.fromEntries(names.map((name) => [name, process.env[name]])));
}
