import * as z from 'zod/mini';
import { invalidFields } from '../../../core/domain/errors.ts';
import { validate } from '../../../core/domain/validation.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveMapping } from '../../../core/store/mappings.ts';
import type { Table } from '../../../core/store/table.ts';
import { partnerOf } from '../integration.ts';
import { kindSchema, requireKey } from '../mapping-kind.ts';

/** Adds or replaces a mapping; what needs it is synced after a retry (procurement-api 101). */
export function putMapping(table: Table) {
  return defineRoute('PUT /v1/integrations/{partner}/mappings/{kind}/{key}', {
    roles: ['procurement_admin'],
    body: z.strictObject({ value: z.string() }),
    async handle({ body: { value }, params: { kind, key, ...params }, caller: { orgId, userId }, now }) {
      const partner = partnerOf(params.partner);
      const result = validate(kindSchema(partner, kind), value);
      if ('fields' in result) throw invalidFields(result.fields.map(({ message }) => ({ path: 'value', message })));
      await requireKey(table, orgId, { kind, key });
      const mapping = { kind, key, value, updated_at: now, updated_by: userId };
      return { status: 200, body: mapping, writes: [saveMapping(orgId, partner, mapping)] };
    },
  });
}
