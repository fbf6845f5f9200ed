import * as z from 'zod/mini';
import type { Partner } from '../sync/partners.ts';
import { kindsOf } from './mappings.ts';
import { PARTNER_DEFINITIONS } from './registry.ts';

/** What a caller sends, as JSON Schema 2020-12. A check that JSON Schema can't express is left to the hub. */
export function describeSchemas(partner: Partner) {
  const { settings, credentials } = PARTNER_DEFINITIONS[partner];
  const describe = (schema: z.ZodMiniType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return {
    partner,
    settings: describe(settings),
    credentials: describe(credentials),
    mappings: Object.fromEntries([...kindsOf(partner)].map(([kind, schema]) => [kind, describe(schema)])),
  };
}
