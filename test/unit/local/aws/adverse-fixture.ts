import type { Adversity } from '../../../../local/aws/adversity.ts';

/** A day on which only the given things go wrong. */
export function adverse(decisions: Partial<Adversity>): Adversity {
  return {
    throttles: () => false,
    failsEntry: () => false,
    readAgeMs: () => 0,
    indexAgeMs: () => 0,
    transactionMs: () => 0,
    expiryDelayMs: () => 0,
    deliveryDelaysMs: () => [0],
    redeliversFrom: () => undefined,
    recycles: () => false,
    clockOffsetMs: () => 0,
    ...decisions,
  };
}
