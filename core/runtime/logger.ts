import { Logger } from '@aws-lambda-powertools/logger';

/** Structured logs to CloudWatch. They carry ids, never bodies, secrets or personal data. */
export const logger = new Logger();

/** What was thrown, as an Error: Powertools logs nothing else under `error`. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
