import { Logger } from '@aws-lambda-powertools/logger';

/** Structured logs to CloudWatch. They carry ids, never bodies, secrets or personal data. */
export const logger = new Logger();
