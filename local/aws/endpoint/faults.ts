import * as z from 'zod';
import type { FaultInjector } from '../../fault-injector.ts';
import { AwsError, type Caller } from '../service.ts';

/** Errors to return instead of doing the work. */
export const AwsFaultsSchema = z.array(
  z.strictObject({
    service: z.string(),
    action: z.string(),
    caller: z.string().optional(),
    code: z.string(),
    status: z.int().min(400).max(599).default(400),
    times: z.int().min(1).default(1),
  }),
);
export type AwsFaults = FaultInjector<z.infer<typeof AwsFaultsSchema>[number]>;

/** Throws the fault that is ordered for this call, if there is one. */
export function throwFault(faults: AwsFaults, service: string, action: string, caller: Caller): void {
  const fault = faults.take(
    (one) => one.service === service && one.action === action && (one.caller ?? caller.name) === caller.name,
  );
  if (fault !== undefined) throw new AwsError(fault.code, `Injected fault: ${fault.code}`, fault.status);
}
