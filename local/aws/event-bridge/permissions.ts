import type { AwsCall, Permission } from '../service.ts';
import type { BusDefinition, RuleDefinition } from './definition.ts';
import { readEntries } from './put-events.ts';

/** Callers name a bus or give its ARN. */
export function busNameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/** The permissions that EventBridge demands for a call: on buses for events, else on the rule. */
export function permissionsOf(
  { action, input }: AwsCall,
  { buses, rules }: { readonly buses: readonly BusDefinition[]; readonly rules: readonly RuleDefinition[] },
  arnPrefix: string,
): readonly Permission[] {
  if (action === 'PutEvents') {
    const names = new Set(readEntries(input).map(({ EventBusName }) => busNameOf(EventBusName)));
    const arnOf = (name: string): string =>
      buses.find((bus) => bus.name === name)?.arn ?? `${arnPrefix}:event-bus/${name}`;
    return [...names].map((name) => ({ action: 'events:PutEvents', resource: arnOf(name) }));
  }
  const ruleName = String(input.Name ?? '*');
  const resource = rules.find(({ name }) => name === ruleName)?.arn ?? `${arnPrefix}:rule/${ruleName}`;
  return [{ action: `events:${action}`, resource }];
}
