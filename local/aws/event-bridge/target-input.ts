import { isObject } from '../event-pattern/refuse.ts';
import type { BusEvent, RuleDefinition, RuleTarget } from './definition.ts';

/**
 * What a target receives of an event: all of it, unless the target says otherwise.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(target: RuleTarget, event: BusEvent, rule: RuleDefinition): unknown {
  if (target.input !== undefined) return JSON.parse(target.input);
  if (target.inputPath !== undefined) return valueAt(event, target.inputPath);
  if (target.inputTransformer === undefined) return event;
  const { inputPathsMap = {}, inputTemplate } = target.inputTransformer;
  const reserved: Readonly<Record<string, unknown>> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  const lookUp = (name: string): unknown => {
    const path = inputPathsMap[name];
    return path === undefined ? reserved[name] : valueAt(event, path);
  };
  return fill(inputTemplate, lookUp);
}

/** A JSONPath of member names and array indexes, which is what EventBridge takes; absent parts are undefined. */
function valueAt(event: unknown, path: string): unknown {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]'"]+/g) ?? [];
  return steps.reduce<unknown>((node, step) => {
    if (Array.isArray(node)) return node[Number(step)];
    return isObject(node) ? node[step] : undefined;
  }, event);
}

/** Inside a quoted string a placeholder becomes text, elsewhere a JSON value. A filled template is JSON, or else text. */
function fill(template: string, lookUp: (name: string) => unknown): unknown {
  const tokens = template.match(/"(?:[^"\\]|\\.)*"|<[\w.-]+>|[^"<]+|./gs) ?? [];
  const filled = tokens
    .map((token) => {
      if (token.startsWith('"')) return token.replace(/<([\w.-]+)>/g, (_, name: string) => escaped(lookUp(name)));
      const [, name] = /^<([\w.-]+)>$/.exec(token) ?? [];
      return name === undefined ? token : (JSON.stringify(lookUp(name)) ?? '""');
    })
    .join('');
  try {
    return JSON.parse(filled);
  } catch (error) {
    if (error instanceof SyntaxError) return filled;
    throw error;
  }
}

function escaped(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return JSON.stringify(text).slice(1, -1);
}
