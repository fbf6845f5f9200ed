import * as z from 'zod';
import type { ManagementRouteKey } from '../../../functions/management/route-keys.ts';
import type { Operation } from './operation.ts';
import * as schemas from './schemas.ts';

const INTEGRATIONS = 'Integrations';

/** The routes by which administrators manage an organization. */
export const MANAGEMENT_OPERATIONS: Readonly<Record<ManagementRouteKey, Operation>> = {
  'GET /v1/integrations/{partner}/health': {
    id: 'getIntegrationHealth',
    tag: INTEGRATIONS,
    summary: 'Get the health of an integration',
    responses: { 200: schemas.IntegrationHealth },
  },
  'POST /v1/integrations/{partner}/resume': {
    id: 'resumeIntegration',
    tag: INTEGRATIONS,
    summary: 'Resume a paused integration',
    description: 'One call probes the partner; everything that waits follows within about a minute.',
    responses: {
      202: z.strictObject({
        partner: schemas.PartnerName,
        resumed: z.boolean(),
        was_paused_for: z.string().nullable(),
      }),
    },
  },
  'POST /v1/integrations/{partner}/retry': {
    id: 'retryIntegration',
    tag: INTEGRATIONS,
    summary: 'Retry the syncs of an integration that need attention',
    responses: {
      202: z.strictObject({ partner: schemas.PartnerName, has_more: z.boolean(), data: z.array(schemas.Sync) }),
    },
  },
};
