import * as z from 'zod';
import type { ENV } from './env-names.ts';

type EnvName = (typeof ENV)[keyof typeof ENV];

/** Reads the variables that a function needs, once, at start. Throws with the names of those that are missing. */
export function readEnv<Name extends EnvName>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  return z
    .record(z.enum(names), z.string().min(1))
    .parse(Object.fromEntries(names.map((name) => [name, process.env[name]])));
}
