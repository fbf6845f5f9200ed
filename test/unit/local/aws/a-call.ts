import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCall } from '../../../../local/aws/service.ts';

/** A call as the endpoint hands it to a service. */
export function aCall(
  action: string,
  input: Record<string, unknown> = {},
  http: Partial<AwsCall['http']> = {},
): AwsCall {
  return {
    action,
    input,
    caller: { name: 'api' },
    http: { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0), ...http },
  };
}

export function aDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'hub-aws-'));
}

/** Waits for a condition; the test's own time-out is the deadline. */
export async function until(check: () => unknown): Promise<void> {
  while (!(await check())) await new Promise((go) => setTimeout(go, 5));
}

export function noErrors(error: unknown): void {
  throw error;
}
