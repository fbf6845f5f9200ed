import { StartError } from '../../start-error.ts';
import { compilePattern } from '../event-pattern/index.ts';

/** "Event pattern size" in https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html, before any increase. */
const MAX_CHARACTERS = 2_048;

/** Compiles the pattern of a rule or an archive. */
export function compileEventPattern(pattern: unknown, owner: string): (event: unknown) => boolean {
  const { length } = JSON.stringify(pattern);
  if (length > MAX_CHARACTERS) {
    throw new StartError(`${owner}: its event pattern has ${length} characters; EventBridge takes ${MAX_CHARACTERS}`);
  }
  return compilePattern(pattern, owner);
}
