import * as z from 'zod';
import { AwsError, type Caller } from '../service.ts';

/** Errors to answer instead of doing the work; each for its next `times` calls. */
export const FaultsSchema = z.array(
  z.strictObject({
    service: z.string(),
    action: z.string(),
    caller: z.string().optional(),
    code: z.string(),
    status: z.int().min(400).max(599).default(400),
    times: z.int().min(1).default(1),
  }),
);
export type Fault = z.infer<typeof FaultsSchema>[number];

export class Faults {
  #pending: Fault[] = [];

  add(faults: readonly Fault[]): void {
    this.#pending.push(...faults.map((fault) => ({ ...fault })));
  }

  clear(): void {
    this.#pending = [];
  }

  list(): readonly Fault[] {
    return this.#pending;
  }

  /** Throws the fault that waits for this call, if there is one. */
  strike(service: string, action: string, caller: Caller): void {
    const fault = this.#pending.find(
      (one) => one.service === service && one.action === action && (one.caller ?? caller.name) === caller.name,
    );
    if (fault === undefined) return;
    fault.times -= 1;
    if (fault.times === 0) this.#pending = this.#pending.filter((one) => one !== fault);
    throw new AwsError(fault.code, `Injected fault: ${fault.code}`, fault.status);
  }
}
