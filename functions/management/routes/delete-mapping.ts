import { defineRoute } from '../../../core/runtime/http/route.ts';
import { deleteMapping } from '../../../core/store/mappings.ts';
import { partnerOf } from '../integration.ts';
import { kindSchema } from '../mapping-kind.ts';

/** Removes a mapping, whether or not it is there; orders that the partner has stay (procurement-api 102). */
export function removeMapping() {
  return defineRoute('DELETE /v1/integrations/{partner}/mappings/{kind}/{key}', {
    roles: ['procurement_admin'],
    async handle({ params: { kind, key, ...params }, caller: { orgId } }) {
      const partner = partnerOf(params.partner);
      kindSchema(partner, kind);
      return { status: 204, body: undefined, writes: [deleteMapping(orgId, partner, { kind, key })] };
    },
  });
}
