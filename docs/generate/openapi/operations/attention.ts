import type { Operations } from '../operation.ts';
import { pageOf } from '../schemas/common.ts';
import { Health } from '../schemas/health.ts';
import { RetriedSyncs, Sync, SyncsToRetry, SyncWithAction } from '../schemas/syncs.ts';

const tag = 'Needs attention';

export const ATTENTION_OPERATIONS = {
  'GET /v1/health': {
    id: 'getHealth',
    tag,
    summary: "Get the health of the organization's integrations and subscriptions",
    description:
      'Integrations that are enabled or have syncs, and subscriptions that fail or are disabled. `degraded`: a partner or an endpoint fails, or a sync needs attention; `paused`: an integration waits for a person.',
    responses: { 200: Health },
  },
  'GET /v1/sync/records': {
    id: 'listSyncRecords',
    tag,
    summary: 'List the syncs that need attention',
    description:
      'Those that are `failed` or `unknown`, or those in another `state`, each with what a person can do about it: by partner, the oldest first. A page may have fewer than `limit`.',
    responses: { 200: pageOf(SyncWithAction) },
  },
  'POST /v1/sync/records/{id}/retry': {
    id: 'retrySyncRecord',
    tag,
    summary: 'Retry a sync',
    description: 'By its job id.',
    responses: { 202: Sync },
  },
  'POST /v1/sync/records/{id}/link': {
    id: 'linkSyncRecord',
    tag,
    summary: "Name the document at the partner that is the sync's",
    description: 'By its job id. The sync checks the document there and takes it over.',
    responses: { 202: Sync },
  },
  'POST /v1/sync/retry': {
    id: 'retrySyncs',
    tag,
    summary: 'Retry all syncs that match a filter',
    description:
      'At most 99 per call: `has_more` says to call again. With `dry_run` nothing is retried: the response (200) counts up to 1,000 and names the first ten.',
    responses: { 200: SyncsToRetry, 202: RetriedSyncs },
  },
} satisfies Operations;
