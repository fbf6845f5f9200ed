import { describeSchemas } from '../../../core/partners/describe-schemas.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { partnerOf } from '../integration.ts';

/** What an integration's settings and credentials, and the values of its mappings, must be (procurement-api 97). */
export function getIntegrationSchema() {
  return defineRoute('GET /v1/integrations/{partner}/schema', {
    roles: ['procurement_admin'],
    async handle({ params }) {
      return { status: 200, body: describeSchemas(partnerOf(params.partner)) };
    },
  });
}
