import type { ErrorCode } from '../../core/domain/errors.ts';
import type { HubSyncErrorCode, IntegrationErrorCode, PartnerFailure } from '../../core/sync/errors.ts';

export interface ErrorDescription {
  /** When the API returns the code. */
  readonly when: string;
  /** What the caller can do. */
  readonly action: string;
}

/** Every error code of the API. */
export const ERROR_DESCRIPTIONS: Readonly<Record<ErrorCode, ErrorDescription>> = {
  'auth.claim_missing': {
    when: 'The token lacks `sub` or `org_id`, or one is longer than 255 characters.',
    action: 'Use a token with both claims.',
  },
  'auth.role_missing': {
    when: 'The caller has none of the roles that the route needs; `detail` names them.',
    action: 'Use a token with one of the roles.',
  },
  'body.content_type': {
    when: 'The request has a body whose `Content-Type` is not JSON.',
    action: 'Send `Content-Type: application/json`.',
  },
  'body.malformed': { when: 'The body is not valid JSON.', action: 'Correct the body.' },
  'budget.currency_changed': {
    when: 'An organization document, or `PUT` of a budget, names a budget that exists in another currency.',
    action: 'Keep the currency, or use another cost center.',
  },
  'budget.exceeded': {
    when: "The organization forbids exceeding budgets, and the cost center's has too little left.",
    action: 'Raise the budget, or reduce the request or the change, then repeat the call.',
  },
  'budget.missing': {
    when: "The cost center has no budget in the request's currency for the fiscal year of its approval.",
    action: 'Have an administrator create the budget, then repeat the call.',
  },
  'category.not_found': {
    when: 'The id names no third-party category of the organization.',
    action: 'Take the id from the list of categories.',
  },
  'conflict.version': {
    when: 'The item has changed since the hub read it for this call.',
    action: 'Read it again and repeat the call if it still applies.',
  },
  'cursor.invalid': {
    when: '`cursor` is not a cursor of this list with the same filters.',
    action: 'Start from the first page, or send the filters of the page before.',
  },
  'erp.not_configured': {
    when: 'A sync is requested with an ERP that the organization has no enabled integration with.',
    action: 'Enable the integration, or name another `erp_source`.',
  },
  'delivery.in_progress': {
    when: 'An attempt of the delivery is under way; it takes ten seconds at most.',
    action: 'Read the delivery again; repeat the call if it still applies.',
  },
  'delivery.not_found': {
    when: 'The subscription has no delivery with this id, or it is older than 30 days.',
    action: 'Correct the id.',
  },
  'hub.internal_error': {
    when: 'The hub failed. Nothing was changed in part.',
    action:
      'Repeat the call; a POST with its `Idempotency-Key`. If it fails again, report the `apigw-requestid` header.',
  },
  'hub.unavailable': {
    when: 'The table is throttled or contended. Nothing was changed.',
    action: 'Repeat the call after `Retry-After`.',
  },
  'idempotency.in_progress': {
    when: 'Another call with the same `Idempotency-Key` was saved during this one, and its response could not be read.',
    action: 'Repeat the call.',
  },
  'idempotency.key_malformed': {
    when: '`Idempotency-Key` is empty or has more than 255 characters.',
    action: 'Send a key of 1 to 255 characters.',
  },
  'idempotency.key_reused': {
    when: 'The `Idempotency-Key` was used for a call with another path or body in the last 24 hours.',
    action: 'Use a new key for a new call.',
  },
  'integration.not_configured': {
    when: 'The organization has no integration with this partner.',
    action: 'Configure it with `PUT /v1/integrations/{partner}`.',
  },
  'integration.not_found': { when: 'The hub has no such partner.', action: 'Correct the name in the path.' },
  'mapping.kind_unknown': {
    when: 'The partner has no mappings of this kind.',
    action: 'Use one of the kinds of `GET /v1/integrations/{partner}/schema`.',
  },
  'order.last_line': {
    when: 'The change would delete every line of the order.',
    action: 'Cancel the request instead.',
  },
  'order.line_completed': {
    when: 'The call names a line of which nothing more comes.',
    action: 'Name another line.',
  },
  'order.line_deleted': { when: 'The change names a line that is deleted.', action: 'Name another line.' },
  'order.line_shipped': {
    when: 'The change leaves less of a line than the supplier has shipped.',
    action: 'Order at least what is shipped.',
  },
  'order.line_unknown': {
    when: 'The change names a line that the order does not have.',
    action: 'Read the order again.',
  },
  'order.not_cancellable': {
    when: 'The order is received or cancelled already.',
    action: 'Read its status.',
  },
  'order.not_changeable': {
    when: 'Some of the order is received, or the order is cancelled.',
    action: 'Create a new request for what is missing.',
  },
  'order.not_found': { when: 'The organization has no purchase order with this id.', action: 'Correct the id.' },
  'order.not_receivable': {
    when: 'Only an order in status `ordered` or `partially_received` receives goods.',
    action: 'Read its status.',
  },
  'order.nothing_received': {
    when: 'The receipt would complete an order of which nothing has arrived.',
    action: 'Cancel the request instead.',
  },
  'order.over_receipt': {
    when: 'The receipt has more of a line than is ordered and not received.',
    action: 'Correct the quantity, or change the order first.',
  },
  'organization.too_many_changes': {
    when: 'More cost centers and people are added, changed and removed than one transaction holds; nothing is written.',
    action: 'Change them in several calls.',
  },
  'organization.unknown': {
    when: "The token's organization is not provisioned, on a call that needs its configuration, such as a create. Its lists are empty.",
    action: 'Have an operator provision the organization.',
  },
  'product.not_found': {
    when: 'The organization has no product of this supplier with this SKU.',
    action: 'Take both from the list of products.',
  },
  'request.mapping_missing': {
    when: 'The request names no vendor or an unknown one, or its vendor or cost center is not mapped for the ERP; `detail` names it.',
    action: 'Edit the request, or have an administrator add the mapping, then approve again.',
  },
  'request.not_approved': {
    when: 'Only an approved request can be ordered.',
    action: 'Read its status: it is not decided yet, or ordered already.',
  },
  'request.not_cancellable': {
    when: 'Only a draft or a pending, approved or ordered request can be cancelled.',
    action: 'Read its status: it is received or cancelled.',
  },
  'request.not_draft': { when: 'Only a draft can be submitted.', action: 'Read its status: it is submitted already.' },
  'request.not_editable': {
    when: 'Only a draft or a pending request can be changed, and not after a hundred entries in its history.',
    action: 'Create a new request.',
  },
  'request.not_found': {
    when: 'The organization has no procurement request with this id.',
    action: 'Correct the id.',
  },
  'request.not_manual': {
    when: 'An ERP fulfils the request: it tells the hub of the order and what has arrived.',
    action: 'Record it in the ERP.',
  },
  'request.not_ordered': {
    when: 'Only an ordered request receives goods.',
    action: 'Read its status: it is not ordered yet, or received already.',
  },
  'request.not_owner': {
    when: "The caller is neither the request's requester nor an approver or administrator; an ordered request is cancelled by an administrator.",
    action: 'Have one of them do it.',
  },
  'request.not_pending': {
    when: 'Only a request that is pending approval can be approved or rejected.',
    action: 'Read its status: it is a draft or already decided.',
  },
  'request.self_approval': {
    when: 'The caller approves a request, or changes its order, and is its requester or has edited it; the organization does not permit that.',
    action: 'Have another approver do it.',
  },
  'request.offer_changed': {
    when: "The supplier's contract has another price than the request, or the product is not sold any more.",
    action: 'Edit the items of the request, which takes the price of today, then approve it.',
  },
  'request.sent_to_supplier': {
    when: 'The supplier has the order of this manual request and numbers it by confirming it.',
    action: 'Wait for its acknowledgement.',
  },
  'request.version_mismatch': {
    when: '`If-Match` names another version than the request or order has; `current_version` and `ETag` have it.',
    action: 'Read it again, then decide.',
  },
  'route.not_found': { when: 'The API has no such method and path.', action: 'Correct the method or the path.' },
  'subscription.disabled': {
    when: 'The subscription is disabled, so nothing is delivered to it.',
    action: 'Enable it, then repeat the call.',
  },
  'subscription.limit': {
    when: 'The organization has 20 subscriptions.',
    action: 'Delete one, or add the event types to one that exists.',
  },
  'subscription.not_found': {
    when: 'The organization has no subscription with this id.',
    action: 'Correct the id.',
  },
  'supplier.exists': {
    when: 'The organization has a supplier with this id.',
    action: 'Change that one, or use another id.',
  },
  'supplier.not_found': { when: 'The organization has no supplier with this id.', action: 'Correct the id.' },
  'supplier.vendor_taken': {
    when: 'Another supplier is this vendor already.',
    action: "Change that supplier's `vendor_id` first, or name another vendor.",
  },
  'sync.in_progress': {
    when: 'The sync is calling the partner right now.',
    action: 'Read it again when the call has ended; repeat the call if it still applies.',
  },
  'sync.not_linkable': {
    when: 'No sync of the request with this partner is `failed` or `unknown`.',
    action: "Read the request's sync: it is done or in progress.",
  },
  'sync.nothing_to_retry': {
    when: 'Every sync of the request is done or in progress.',
    action: 'None. A sync that lost its message can be retried after a minute.',
  },
  'sync_job.not_found': { when: 'The organization has no sync job with this id.', action: 'Correct the id.' },
  'ticket.not_found': {
    when: 'Nobody has told the hub what this ticket is about.',
    action: 'Correct the id, or `PUT` the ticket.',
  },
  'validation.failed': {
    when: 'A field of the body or the query is missing, wrong or unknown; `errors` names each.',
    action: 'Correct the fields.',
  },
  'vendor.not_found': { when: 'The organization has no vendor with this id.', action: 'Correct the id.' },
};

/** The codes of `last_error` that are the same for every partner. */
export const SYNC_ERROR_DESCRIPTIONS: Readonly<Record<HubSyncErrorCode, string>> = {
  'hub.internal_error': 'The hub failed on this sync. It is retried, also after its message has become a dead letter.',
  'mapping.cost_center_missing': 'The cost center is not mapped.',
  'mapping.vendor_missing': 'The request names no vendor, or the vendor is not mapped.',
  'sync.in_doubt': 'A call was cut off and may still take effect. The hub searches the partner until it knows.',
  'sync.link_failed':
    'The partner does not have the document that a person linked, or it belongs to another order. A retry gives up the link, so a retry of all that match leaves it alone unless it names this code.',
  'sync.outcome_unknown':
    'A call may have taken effect, and the partner cannot be searched. A person must check there.',
};

type SharedIntegrationErrorCode = Extract<IntegrationErrorCode, `integration.${string}`>;

/** The codes that pause an integration until a person resumes it. */
export const INTEGRATION_ERROR_DESCRIPTIONS: Readonly<Record<SharedIntegrationErrorCode, string>> = {
  'integration.credentials_invalid': "The integration's secret does not have the documented form.",
  'integration.credentials_missing': "The integration's secret does not exist or can't be read.",
  'integration.disabled': 'The integration is not enabled for the organization.',
  'integration.invalid': "The integration's settings are invalid; the message names each.",
};

type PartnerErrorName = PartnerFailure | 'http_<status>' | 'unauthorized' | 'redirected';

/** The codes that begin with a partner's name. */
export const PARTNER_ERROR_DESCRIPTIONS: Readonly<Record<PartnerErrorName, string>> = {
  'http_<status>': 'The partner rejected the call with this status; the message has its words.',
  document_differs: "The partner's document differs from the hub's in a way that the hub does not change.",
  redirected:
    'The partner redirected the call, as it does when `base_url` is not its API host. It pauses the integration.',
  unauthorized: 'The partner rejected the credentials. It pauses the integration.',
  unreachable: 'The partner did not respond, or the connection failed. It is retried.',
  unreadable_answer:
    "The partner reported success with a response that can't be read. The hub searches for the document.",
};
