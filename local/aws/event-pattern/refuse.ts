/** A pattern that AWS would refuse when the rule is created. */
export class InvalidPattern extends Error {
  constructor(path: readonly string[], reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}${path.length === 0 ? '' : ` (at ${path.join('.')})`}`);
    this.name = 'InvalidEventPatternException';
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
