import { defineRoute } from '../../../core/runtime/http/route.ts';
import { partnerOf } from '../integration.ts';

/** What an integration's settings and credentials, and the values of its mappings, must be (procurement-api 97). */
export function getIntegrationSchema() {
  return defineRoute('GET /v1/integrations/{partner}/schema', {
    roles: ['procurement_admin'],
    async handle({ params }) {
      // Few calls need it, and it would be a good part of what the function loads at its start.
      const { describeSchemas } = await import('../../../core/partners/describe-schemas.ts');
      return { status: 200, body: describeSchemas(partnerOf(params.partner)) };
    },
  });
}
